//! Local: writes the samples.
use super::*;
use crate::domain::question::*;

fn question(id: &str, prompt: &str, kind: Kind) -> Asked {
    Question {
        id: id.into(), place: Place { module: "m".into(), section: "s".into() }, goal: 1, difficulty: Difficulty::Apply, review: true,
        prompt: prompt.into(), hints: vec![], explanation: "Azure keeps **five** addresses of each subnet: the first four and the last. Of the 256 addresses of a `/24` it leaves 251.\n\nThe gateway's own address is among them, so that nothing more is lost.".into(),
        source: "https://learn.microsoft.com/en-us/azure/virtual-network/virtual-networks-faq".into(), checked: "2026-11-22".into(), reads_configuration: false, body: Body::Fixed(kind),
    }.asked(7)
}
fn c(text: &str, right: bool, f: &str) -> Choice {
    Choice { text: text.into(), right, feedback: (!f.is_empty()).then(|| f.into()), misconception: None }
}
fn t(x: &[&str]) -> Vec<String> {
    x.iter().map(|x| (*x).to_owned()).collect()
}

pub fn cases() -> Vec<(
    &'static str,
    Asked,
    Vec<(&'static str, &'static str)>,
    Vec<(&'static str, &'static str)>,
    Vec<(&'static str, &'static str)>,
)> {
    vec![
        (
            "choice",
            question(
                "a",
                "A node pool runs **Azure CNI Overlay**. Whose address does a firewall see when a pod calls a server outside of the cluster, in the same virtual network?",
                Kind::Choice(vec![
                    c("The address of the node", true, ""),
                    c(
                        "The address of the pod, out of the pod range",
                        false,
                        "The pod range exists only inside of the cluster: what leaves it is translated to the node's address.",
                    ),
                    c(
                        "The front end address of the load balancer, because every pod that sends something out of the cluster goes through its outbound rules",
                        false,
                        "That is so for the internet; within the virtual network the load balancer is not on the way.",
                    ),
                    c("An address of `168.63.129.16`", false, "That is Azure's own resolver and probe address."),
                ]),
            ),
            vec![("answer", "@The address of the pod, out of the pod range")],
            vec![("answer", "@The address of the node")],
            vec![],
        ),
        (
            "choices",
            question(
                "b",
                "Which of these reach the **API server** of a private cluster?",
                Kind::Choices(vec![
                    c("A machine in the cluster's virtual network", true, "Its name resolves to the private endpoint."),
                    c("`az aks command invoke` from a laptop", true, ""),
                    c(
                        "`kubectl` from a laptop with the kubeconfig alone",
                        false,
                        "The name resolves to a private address that a laptop has no way to.",
                    ),
                    c(
                        "A peered network without a link to the private DNS zone",
                        false,
                        "The way is there, the name is not.",
                    ),
                ]),
            ),
            vec![
                ("answer", "@A machine in the cluster's virtual network"),
                ("answer", "@`kubectl` from a laptop with the kubeconfig alone"),
            ],
            vec![
                ("answer", "@A machine in the cluster's virtual network"),
                ("answer", "@`az aks command invoke` from a laptop"),
            ],
            vec![],
        ),
        (
            "truth",
            question(
                "c",
                "A `NetworkPolicy` that selects a pod and has an empty list of ingress rules lets nothing in.",
                Kind::Truth {
                    answer: true,
                    feedback: "An empty list selects and allows nothing; a list with one empty rule allows all.".into(),
                },
            ),
            vec![("answer", "false")],
            vec![("answer", "true")],
            vec![],
        ),
        (
            "number",
            question(
                "d",
                "How many addresses can you give to machines in an Azure subnet that is a `/24`?",
                Kind::Number(NumberKey {
                    answer: 251.0,
                    tolerance: 0.0,
                    unit: Some("addresses".into()),
                    wrong: vec![Wrong {
                        is: "254".into(),
                        feedback: "254 is right outside of Azure, where only the first and the last are kept.".into(),
                        misconception: None,
                    }],
                }),
            ),
            vec![("answer", "254")],
            vec![("answer", "251")],
            vec![("answer", "some of them")],
        ),
        (
            "text",
            question(
                "e",
                "Which role does the kubelet's identity need so that it can fetch images from a registry?",
                Kind::Text {
                    accept: t(&["AcrPull"]),
                    wrong: vec![Wrong {
                        is: "AcrPush".into(),
                        feedback: "With it images could be written; to fetch them less is enough.".into(),
                        misconception: None,
                    }],
                },
            ),
            vec![("answer", "AcrPush")],
            vec![("answer", "acr pull")],
            vec![("answer", "")],
        ),
        (
            "order",
            question(
                "f",
                "Bring the steps into order in which a request from the internet passes them on its way to a pod.",
                Kind::Order {
                    items: t(&[
                        "Public address of the load balancer",
                        "Node that the load balancer chose",
                        "Pod of the ingress controller, which reads the host name and the path of the request",
                        "Pod of the application",
                    ]),
                    feedback: "The load balancer knows nothing of pods: it only sees nodes.".into(),
                },
            ),
            vec![
                ("place-@Pod of the application", "1"),
                ("place-@Public address of the load balancer", "2"),
                ("place-@Node that the load balancer chose", "3"),
                ("place-@Pod of the ingress controller, which reads the host name and the path of the request", "4"),
            ],
            vec![
                ("place-@Pod of the application", "4"),
                ("place-@Public address of the load balancer", "1"),
                ("place-@Node that the load balancer chose", "2"),
                ("place-@Pod of the ingress controller, which reads the host name and the path of the request", "3"),
            ],
            vec![("place-@Pod of the application", "2"), ("place-@Public address of the load balancer", "2")],
        ),
        (
            "match",
            question(
                "g",
                "Where does a pod's address come from?",
                Kind::Match {
                    pairs: vec![
                        ("Azure CNI, node subnet".into(), "The subnet of its node".into()),
                        ("Azure CNI Overlay".into(), "A private range of the cluster's own".into()),
                        ("Dynamic allocation of addresses".into(), "A subnet of its own, in batches of 16".into()),
                    ],
                    others: t(&["The range of the services"]),
                    feedback: "Ask of each model who hands out the address, and from where.".into(),
                },
            ),
            vec![
                ("match-@Azure CNI, node subnet", "@The subnet of its node"),
                ("match-@Azure CNI Overlay", "@The range of the services"),
            ],
            vec![
                ("match-@Azure CNI, node subnet", "@The subnet of its node"),
                ("match-@Azure CNI Overlay", "@A private range of the cluster's own"),
                ("match-@Dynamic allocation of addresses", "@A subnet of its own, in batches of 16"),
            ],
            vec![],
        ),
        (
            "gaps",
            question(
                "h",
                "Fill the gaps so that the pods of the front end alone reach the shop's pods, and traffic leaves through {3} of the virtual network.\n\n```yaml\nkind: NetworkPolicy\nmetadata:\n  name: a-rather-long-name-that-makes-the-line-of-this-policy-wide\nspec:\n  podSelector:\n    matchLabels: { app: {1} }\n  policyTypes: [{2}]\n```",
                Kind::Gaps(vec![
                    Gap {
                        key: GapKey::Accept(t(&["shop"])),
                        feedback: Some("The policy selects the pods that it protects, not those that call.".into()),
                    },
                    Gap {
                        key: GapKey::Options { options: t(&["Ingress", "Egress"]), answer: "Ingress".into() },
                        feedback: None,
                    },
                    Gap {
                        key: GapKey::Options {
                            options: t(&["a NAT gateway", "the load balancer", "a firewall"]),
                            answer: "a firewall".into(),
                        },
                        feedback: None,
                    },
                ]),
            ),
            vec![("gap-1", "front-end"), ("gap-2", "Ingress")],
            vec![("gap-1", "shop"), ("gap-2", "Ingress"), ("gap-3", "a firewall")],
            vec![("gap-2", "Sideways")],
        ),
        (
            "network",
            question(
                "i",
                "The range `10.40.0.0/24` has `10.40.0.0/26` and `10.40.0.128/26` in use. Name a free `/26` in it.",
                Kind::Network {
                    key: NetworkKey::Within {
                        inside: "10.40.0.0/24".parse().unwrap(),
                        prefix: 26,
                        used: vec!["10.40.0.0/26".parse().unwrap(), "10.40.0.128/26".parse().unwrap()],
                    },
                    wrong: vec![],
                },
            ),
            vec![("answer", "10.40.0.32/27")],
            vec![("answer", "10.40.0.192/26")],
            vec![("answer", "10.40.0.64")],
        ),
        (
            "networks",
            question(
                "j",
                "Which networks are left in `10.40.0.0/24` when `10.40.0.0/26` is taken out?",
                Kind::Network {
                    key: NetworkKey::Networks(vec![
                        "10.40.0.64/26".parse().unwrap(),
                        "10.40.0.128/25".parse().unwrap(),
                    ]),
                    wrong: vec![],
                },
            ),
            vec![("answer", "10.40.0.128/25")],
            vec![("answer", "10.40.0.64/26\n10.40.0.128/25")],
            vec![("answer", "10.40.0.64/26\n10.40.0.x")],
        ),
    ]
}

const HEAD: &str = "<!doctype html>\n<html lang=\"en\" data-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Questions · Podium</title>\n<link rel=\"stylesheet\" href=\"../static/podium.css\">\n<link rel=\"stylesheet\" href=\"../static/quiz.css\">\n<script type=\"module\" src=\"../static/page.js\"></script>\n<script type=\"module\" src=\"../static/quiz.js\"></script>\n</head>\n<body>\n<main id=\"_content\" class=\"page narrow\" tabindex=\"-1\"><h1>Questions</h1>\n";
const FOOT: &str = "</main><div class=\"corner\" id=\"_corner\"></div><p class=\"visually-hidden\" id=\"_say\" role=\"status\"></p></body></html>";

#[test]
#[ignore = "writes the samples"]
fn write() {
    std::fs::create_dir_all("samples").unwrap();
    let states = ["open", "saved", "refused", "wrong", "right", "reveal", "missed"];
    for (name, asked, wrong, right, bad) in cases() {
        let token = |text: &str| {
            text.split_once('@').map_or_else(|| text.to_owned(), |(b, t)| format!("{b}{}", asked.token(t)))
        };
        let fields = |f: &[(&str, &str)]| -> Fields { f.iter().map(|(n, v)| (token(n), token(v))).collect() };
        let mut page = HEAD.to_owned();
        for (n, state) in states.iter().enumerate() {
            let sent = match *state {
                "open" | "missed" => None,
                "saved" | "right" => Some(fields(&right)),
                _ => Some(fields(&wrong)),
            };
            let answer = sent.map(|sent| asked.read(&sent).unwrap());
            let refused = (*state == "refused").then(|| fields(&bad));
            let complaint = refused.as_ref().map(|f| asked.read(f).unwrap_err());
            let marking =
                matches!(*state, "wrong" | "right" | "reveal").then(|| asked.mark(answer.as_ref().unwrap()).unwrap());
            let reveal = matches!(*state, "right" | "reveal" | "missed").then(|| asked.reveal());
            let hints =
                ["Count what Azure itself keeps of each subnet.", "The first **four** and the last: see `.0` to `.3`."];
            let base = format!("_q{}", n + 1);
            let view = View {
                asked: &asked,
                base: &base,
                level: 2,
                number: n + 1,
                of: 10,
                prefix: if n == 0 { "" } else { "x." },
                fields: refused.as_ref(),
                answer: answer.as_ref(),
                complaint: complaint.as_ref(),
                marking: marking.as_ref(),
                reveal: reveal.as_ref(),
                hints: if *state == "wrong" { &hints } else { &[] },
                locked: reveal.is_some(),
                certainty: (n < 2).then_some(if n == 1 { Some(Certainty::Unsure) } else { None }),
                read: reveal.as_ref().map(|_| Onward {
                    label: "Two address spaces".into(),
                    url: "/w/aks/networking-models#spaces".into(),
                }),
                status: if *state == "open" || *state == "missed" {
                    Status::Open
                } else if *state == "refused" && name == "choice" {
                    Status::Refused("The time was over when this answer arrived; it does not count.".into())
                } else {
                    Status::Saved { machine: "2026-11-24T10:42:07Z".into(), words: "10:42:07 UTC".into() }
                },
                tries_left: Some(1),
            };
            page.push_str(&format!("<p class=\"kicker\">{name}, {state}</p><section class=\"quiz-card\"><form class=\"quiz-body\">{}</form></section>\n", draw(&view).unwrap()));
        }
        page.push_str(FOOT);
        std::fs::write(format!("samples/question-{name}.html"), page).unwrap();
    }
}
