//! The planner of virtual networks: several address spaces, each a tree of subnets, in one link.
//!
//! A page of it is a plan (`plan`, see [`encode`]) and the row that is chosen (`at`). Each
//! change is a form of its own that is answered with the address of the next plan, so that the browser's history is undo
//! and redo. In the fence of a module, `spaces` and `needs` say the same in words.

use super::form::Field;
use super::{About, Answer, Complaint, Example, Inputs, Tool};
use crate::domain::vnet_plan::{At, CodecError, Plan, PlanError, decode, encode, read_needs, read_spaces};

pub mod change;
mod import;
mod show;
mod spaces;

pub use import::MOST_IMPORT;

/// See the module.
pub struct VnetPlan;

/// The longest plan that still goes into a link, in bytes as they stand there.
pub const MOST_LINK: usize = 30_000;

static ABOUT: About = About {
    name: "vnet-plan",
    title: "VNet planner",
    summary: "Address spaces split into subnets, or allotted from a list of needs, with names, roles and what Azure asks of \
              them; the whole plan is in the link, and leaves as az, Bicep, Terraform, CSV, JSON, Markdown or SVG.",
    words: "virtual network subnets split join address space hub spoke GatewaySubnet AzureFirewallSubnet AzureBastionSubnet \
            VLSM allocate free space bicep terraform az csv export import",
    examples: &[
        Example {
            title: "A hub and two spokes",
            query: "plan=1~10.0.0.0/22:vhub,26:rfirewall,26:rbastion,27:rgateway,27:ndns-resolver,26,24,23~10.0.4.0/22:vspoke-aks,\
                    24:rapplication-gateway-for-containers:nagc,25:naks-nodes:raks-nodes,28:napi-server:rapi-server,28,27,26:\
                    nendpoints:rprivate-endpoints,23~10.0.8.0/22:vspoke-data,26:nendpoints:rprivate-endpoints,26,25:nvms:rgeneral,24,23",
        },
        Example { title: "An empty network", query: "plan=1~10.0.0.0/16:vhub" },
        Example {
            title: "Allotted from a list of needs",
            query: "spaces=10.20.0.0/20+spoke&needs=aks-nodes+nodes+500%0Aaks-pods+pods+2000%0Aapi-server+api%0A\
                    application-gateway+ingress%0Aprivate-endpoints+endpoints+60",
        },
        Example {
            title: "A plan with mistakes to find",
            query: "plan=1~10.1.0.0/24:vhub,28:nGatewaySubnet,28:nweb,27:nfirewall:rfirewall,26:nweb,25~10.1.0.0/25:vspoke",
        },
        Example {
            title: "Both families",
            query: "plan=1~10.2.0.0/16:vdual,24:nnodes,24,23,22,21,20,19,18,17~fd00:db8:2::/56:vdual,64:nnodes",
        },
    ],
};

/// A plan with the row that is chosen.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The plan.
    pub plan: Plan,
    /// The row.
    pub at: Option<At>,
}

impl Tool for VnetPlan {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    /// The planner draws its own forms, each for one change.
    fn form(&self, _: &Inputs) -> Vec<Field> {
        Vec::new()
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let chosen = read(inputs).map_err(|complaint| vec![complaint])?;
        Ok(show::answer(&chosen, None, &Inputs::default()))
    }

    fn wide(&self) -> bool {
        true
    }
}

/// The plan of an address: from its link, or from spaces and needs in words.
pub fn read(inputs: &Inputs) -> Result<Chosen, Complaint> {
    let plan = if inputs.has("plan") {
        let of_link =
            |error: CodecError| Complaint::new("plan", format!("The plan in this address cannot be read: {error}."));
        decode(inputs.get("plan")).map_err(of_link)?
    } else {
        of_words(inputs)?
    };
    let at = At::read(inputs.get("at")).filter(|at| plan.node(*at).is_some());
    Ok(Chosen { plan, at })
}

fn of_words(inputs: &Inputs) -> Result<Plan, Complaint> {
    let mut plan = Plan::default();
    let spaces = inputs.all("spaces").join("\n");
    let spaces = read_spaces(&spaces).map_err(|error| Complaint {
        field: "spaces".to_owned(),
        message: sentence(&error.to_string()),
        suggestion: None,
    })?;
    for (network, vnet) in spaces {
        plan.add_space(network, &vnet).map_err(|error| said("spaces", &error))?;
    }
    let needs = read_needs(&inputs.all("needs").join("\n"));
    let needs = needs.map_err(|error| Complaint::new("needs", sentence(&error.to_string())))?;
    if !needs.is_empty() {
        if plan.spaces().is_empty() {
            return Err(Complaint::new(
                "spaces",
                "There is no address space to give subnets from; write one, such as 10.0.0.0/16.",
            ));
        }
        plan.allot(At::space(0), &needs).map_err(|error| said("needs", &error))?;
    }
    Ok(plan)
}

/// The query of a plan: what stands in its address.
#[must_use]
pub fn query(chosen: &Chosen) -> String {
    let inputs = Inputs::default().with("plan", &encode(&chosen.plan));
    match chosen.at {
        Some(at) => inputs.with("at", &at.to_string()).to_query(),
        None => inputs.to_query(),
    }
}

fn said(field: &str, error: &PlanError) -> Complaint {
    Complaint::new(field, sentence(&error.to_string()))
}

/// With a capital first and a full stop last.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests;
