//! What somebody types and what they find first, on a made-up workshop about networks of clusters.

use std::collections::BTreeMap;

use super::*;
use crate::content::model::{
    FacilitatorNotes, Handout, HandoutHeading, HandoutLink, Heading, Life, Link, LinkState, Module, Reading, Section,
    Term,
};
use crate::domain::outline::{DoneRule, Outline};

pub(super) fn workshop(id: &str, modules: Vec<Module>) -> Workshop {
    Workshop {
        id: id.to_owned(),
        title: "Cluster networks".to_owned(),
        summary: "How traffic finds its way.".to_owned(),
        language: "en".to_owned(),
        modules,
        glossary: Vec::new(),
        handout: None,
        files: BTreeMap::new(),
        questions: Vec::new(),
        quizzes: Vec::new(),
        decisions: Vec::new(),
        outline: Outline { workshop: id.to_owned(), modules: Vec::new(), done: DoneRule::default() },
    }
}

pub(super) fn module(id: &str, title: &str, sections: Vec<Section>) -> Module {
    Module {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: String::new(),
        minutes: 10,
        goals: Vec::new(),
        intro: String::new(),
        sections,
        reading: Vec::new(),
        facilitator: None,
    }
}

pub(super) fn section(id: &str, title: &str, text: &str) -> Section {
    Section {
        id: id.to_owned(),
        title: title.to_owned(),
        title_html: String::new(),
        html: String::new(),
        optional: false,
        headings: Vec::new(),
        words: 0,
        text: text.to_owned(),
        links: Vec::new(),
        terms: Vec::new(),
    }
}

fn link(text: &str, url: &str) -> Link {
    Link { text: text.to_owned(), url: url.to_owned() }
}

fn term(id: &str, name: &str, also: &[&str], definition: &str) -> Term {
    Term {
        id: id.to_owned(),
        name: name.to_owned(),
        also: also.iter().map(|&name| name.to_owned()).collect(),
        definition: definition.to_owned(),
        definition_text: definition.to_owned(),
        life: Life::Ga,
        source: "https://docs.example/terms".to_owned(),
        checked: jiff::civil::date(2026, 11, 22),
    }
}

fn made_up() -> Workshop {
    let mut models = module(
        "models",
        "Networking models",
        vec![
            section(
                "kubenet",
                "Kubenet",
                "Nodes get an address from the subnet. Pods sit behind the node and leave it through SNAT with a route table.",
            ),
            section(
                "azure-cni-overlay",
                "Azure CNI Overlay",
                "Every node gets a /24 out of the pod range, by default 10.244.0.0/16. Create it with: az aks create \
                 --network-plugin azure --network-plugin-mode overlay",
            ),
            section(
                "pod-subnet",
                "Pod subnet",
                "Pods get addresses of the virtual network. Plan the ranges before: 10.0.0.0/8 is often taken already.",
            ),
        ],
    );
    models.intro = "<p>Where does the address of a pod come from? Three answers &amp; their bills.</p>".to_owned();
    models.sections[0].links.push(link("Configure kubenet", "https://docs.example/aks/configure-kubenet"));
    models.sections[1].links.push(link("Overlay limits", "https://docs.example/aks/overlay#limits"));
    models.sections[2].headings.push(Heading {
        id: "static".into(),
        title: "Static block allocation".into(),
        level: 3,
    });
    models.facilitator =
        Some(FacilitatorNotes { story: "zanzibar".into(), ask: "zanzibar".into(), ..Default::default() });
    let mut private = module(
        "private",
        "Private clusters",
        vec![
            section(
                "api-server",
                "The API server's address",
                "It resolves in the zone privatelink.westeurope.azmk8s.io only.",
            ),
            section(
                "dns",
                "DNS zones",
                "A hub with its own resolver forwards the private DNS zone. Café au lait, naïvely.",
            ),
            section(
                "proxy",
                "What kube-proxy does",
                "It writes rules. <script>alert('x')</script> stays text & harmless.",
            ),
        ],
    );
    private.reading.push(Reading {
        title: "Hub and spoke".to_owned(),
        url: "https://docs.example/hub-and-spoke".to_owned(),
        note: Some("with custom resolvers".to_owned()),
    });
    private.reading.push(Reading {
        title: "Kubenet, again".to_owned(),
        url: "https://docs.example/aks/configure-kubenet".to_owned(),
        note: None,
    });
    let egress = module(
        "egress",
        "Egress traffic",
        vec![
            section(
                "snat",
                "SNAT ports",
                "A load balancer has 64,000 ports for each address. Exhaustion shows as timeouts.",
            ),
            section("udr", "userDefinedRouting", "A route table of your own sends traffic to the firewall."),
        ],
    );
    let mut made_up = workshop("nets", vec![models, private, egress]);
    made_up.glossary = vec![
        term("cni", "CNI", &["container network interface"], "The plug-in that gives a pod its network."),
        term("overlay", "overlay", &["encapsulated network"], "A range that exists inside the cluster alone."),
    ];
    let handout_link = |text: &str, url: &str, state, now: Option<&str>| HandoutLink {
        text: text.to_owned(),
        url: url.to_owned(),
        taught: None,
        state,
        now: now.map(str::to_owned),
        note: None,
    };
    made_up.handout = Some(Handout {
        title: "Handout".to_owned(),
        source: None,
        headings: vec![HandoutHeading {
            title: "Service mesh".to_owned(),
            level: 2,
            taught: None,
            note: None,
            links: vec![
                handout_link("Linkerd manual", "https://linkerd.example/2", LinkState::Unchecked, None),
                handout_link("Vanished page", "https://gone.example/", LinkState::Gone, None),
                handout_link("Wandered page", "https://old.example/", LinkState::Moved, Some("https://new.example/")),
            ],
        }],
    });
    made_up
}

fn first(index: &Index, query: &str) -> String {
    index.search(query, 5).first().map_or_else(|| "nothing".to_owned(), |hit| hit.url.clone())
}

#[test]
fn what_is_typed_finds_what_is_meant() {
    let index = Index::new(&made_up());
    let cases = [
        // Titles and names.
        ("kubenet", "/w/nets/models#kubenet"),
        ("Networking models", "/w/nets/models"),
        ("azure cni overlay", "/w/nets/models#azure-cni-overlay"),
        ("pod subnet", "/w/nets/models#pod-subnet"),
        ("subnet pod", "/w/nets/models#pod-subnet"),
        ("cni", "/w/nets/glossary#term-cni"),
        ("container network interface", "/w/nets/glossary#term-cni"),
        ("static block", "/w/nets/models#pod-subnet"),
        ("three answers", "/w/nets/models"),
        ("SNAT", "/w/nets/egress#snat"),
        ("snat ports", "/w/nets/egress#snat"),
        // Beginnings.
        ("kuben", "/w/nets/models#kubenet"),
        ("overl", "/w/nets/glossary#term-overlay"),
        ("exhau", "/w/nets/egress#snat"),
        ("dns z", "/w/nets/private#dns"),
        // Technical names, whole and in parts.
        ("10.0.0.0/8", "/w/nets/models#pod-subnet"),
        ("10.244", "/w/nets/models#azure-cni-overlay"),
        ("/24", "/w/nets/models#azure-cni-overlay"),
        ("--network-plugin-mode", "/w/nets/models#azure-cni-overlay"),
        ("plugin-mode", "/w/nets/models#azure-cni-overlay"),
        ("network-plugin-mo", "/w/nets/models#azure-cni-overlay"),
        ("azure-cni", "/w/nets/models#azure-cni-overlay"),
        ("kube-proxy", "/w/nets/private#proxy"),
        ("kube proxy", "/w/nets/private#proxy"),
        ("kubeproxy", "/w/nets/private#proxy"),
        ("privatelink", "/w/nets/private#api-server"),
        ("azmk8s", "/w/nets/private#api-server"),
        ("privatelink.westeurope", "/w/nets/private#api-server"),
        ("LoadBalancer", "/w/nets/egress#snat"),
        ("user defined routing", "/w/nets/egress#udr"),
        ("64,000", "/w/nets/egress#snat"),
        // One slip.
        ("kubent", "/w/nets/models#kubenet"),
        ("kubbenet", "/w/nets/models#kubenet"),
        ("kuebnet", "/w/nets/models#kubenet"),
        ("kubemet", "/w/nets/models#kubenet"),
        ("iubenet", "/w/nets/models#kubenet"),
        ("xhaustion", "/w/nets/egress#snat"),
        ("privatlink", "/w/nets/private#api-server"),
        ("exhuas", "/w/nets/egress#snat"),
        ("snta", "/w/nets/egress#snat"),
        ("kube-prxoy", "/w/nets/private#proxy"),
        ("overley", "/w/nets/glossary#term-overlay"),
        // Case and accents.
        ("CAFE", "/w/nets/private#dns"),
        ("cafe\u{301}", "/w/nets/private#dns"),
        ("Naive", "/w/nets/private#dns"),
        // One or many.
        ("private cluster", "/w/nets/private"),
        ("timeout", "/w/nets/egress#snat"),
        ("answer", "/w/nets/models"),
        ("kubenets", "/w/nets/models#kubenet"),
        ("zone dns", "/w/nets/private#dns"),
        ("exhaustions", "/w/nets/egress#snat"),
        // Stop words.
        ("what is the SNAT of a port", "/w/nets/egress#snat"),
        ("how does kubenet", "/w/nets/models#kubenet"),
        // Links.
        ("configure kubenet", "https://docs.example/aks/configure-kubenet"),
        ("hub-and-spoke", "https://docs.example/hub-and-spoke"),
        ("linkerd", "https://linkerd.example/2"),
        ("wandered", "https://new.example/"),
        // Not there, or not for these eyes.
        ("zanzibar", "nothing"),
        ("vanished", "nothing"),
        ("qqqq", "nothing"),
        ("", "nothing"),
        ("/ - .", "nothing"),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(query, expected)| (query, expected, first(&index, query)))
        .filter(|(_, expected, found)| *expected != found)
        .collect();
    assert!(wrong.is_empty(), "query, expected, found: {wrong:#?}");
}

#[test]
fn hits_that_answer_every_word_stand_before_the_others() {
    let hits = Index::new(&made_up()).search("route table firewall", 10);
    assert_eq!(hits[0].url, "/w/nets/egress#udr");
    assert!(hits[0].score >= ALL, "{hits:?}");
    assert!(hits[1..].iter().all(|hit| hit.score < ALL) && hits.len() > 1, "{hits:?}");
}

#[test]
fn an_address_is_found_once() {
    let hits = Index::new(&made_up()).search("kubenet", 10);
    let urls: Vec<_> =
        hits.iter().map(|hit| hit.url.as_str()).filter(|url| url.ends_with("configure-kubenet")).collect();
    assert_eq!(urls.len(), 1, "{hits:?}");
    let hit = hits.iter().find(|hit| hit.kind == HitKind::Link).unwrap();
    assert_eq!((hit.title.as_str(), hit.place.as_str()), ("Configure kubenet", "Networking models · docs.example"));
}

#[test]
fn markup_in_the_text_stays_text() {
    let index = Index::new(&made_up());
    let hits = index.search("script alert", 1);
    assert_eq!(
        hits[0].snippet,
        "It writes rules. &lt;<mark>script</mark>&gt;<mark>alert</mark>(&#39;x&#39;)&lt;/<mark>script</mark>&gt; stays \
         text &amp; harmless."
    );
    let hits = index.search("--network-plugin-mode", 1);
    assert!(hits[0].snippet.contains("--<mark>network-plugin-mode</mark> overlay"), "{hits:?}");
}

#[test]
fn a_query_has_no_power() {
    let index = Index::new(&made_up());
    let long = ["x".repeat(100_000), "a ".repeat(50_000), "e\u{301}".repeat(100_000), "\u{301}".repeat(100_000)];
    let odd = ["(a+)+$", ".*", "\0", "a\0b", "[", "\\", "%", "' OR 1=1 --", "<script>", "\u{202e}kubenet", "🦀"];
    for query in long.iter().map(String::as_str).chain(odd) {
        let hits = index.search(query, 30);
        for hit in hits {
            let rest = hit.snippet.replace("<mark>", "").replace("</mark>", "");
            assert!(!rest.contains('<'), "{rest}");
        }
    }
    assert!(index.search("kubenet", 0).is_empty());
    assert_eq!(index.search("e", 2).len(), 2);
}

#[test]
fn an_empty_workshop_finds_nothing() {
    assert!(Index::new(&workshop("empty", Vec::new())).search("anything", 10).is_empty());
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let show = |index: &Index, query: &str| format!("{:?}", index.search(query, 30));
    let (one, other) = (Index::new(&made_up()), Index::new(&made_up()));
    for query in ["a", "pod", "net", "kubemet", "private dns zone", "s"] {
        assert_eq!(show(&one, query), show(&other, query));
    }
}

#[test]
fn equals_stand_in_the_order_of_the_workshop() {
    let sections = (0..20).map(|n| section(&format!("s{n}"), "Same", "the very same words")).collect();
    let hits = Index::new(&workshop("same", vec![module("m", "M", sections)])).search("words", 20);
    let urls: Vec<_> = hits.iter().map(|hit| hit.url.clone()).collect();
    assert_eq!(urls, (0..20).map(|n| format!("/w/same/m#s{n}")).collect::<Vec<_>>());
}
