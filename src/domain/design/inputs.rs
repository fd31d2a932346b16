//! What a design fills into each tool: the sheet, and what was decided.

use super::Design;

impl Design {
    /// The inputs of a tool as far as sheet and decisions know them, by the tool's own names.
    #[must_use]
    pub fn inputs_for(&self, tool: &str) -> Vec<(String, String)> {
        let mut inputs = self.sheet.inputs_for(tool, self.outcome("network-model"));
        let mut say = |name: &str, value: &str| {
            inputs.retain(|(known, _)| known != name);
            if !value.is_empty() {
                inputs.push((name.to_owned(), value.to_owned()));
            }
        };
        match tool {
            "aks-plan" if self.sheet.is_empty() => {
                let model = self.outcome("network-model").and_then(crate::domain::aks::cluster::Model::of_id);
                if let Some(model) = model {
                    say("model", model.id());
                }
            }
            "snat" => {
                let way = match self.outcome("outbound") {
                    Some("load-balancer") => Some("loadBalancer"),
                    Some("managed-nat-gateway" | "managed-nat-gateway-v2" | "user-nat-gateway") => Some("natGateway"),
                    Some("user-defined-routing") => Some("azureFirewall"),
                    _ => None,
                };
                if let Some(way) = way {
                    say("outbound", way);
                }
            }
            "private-dns" => self.private_dns(&mut say),
            _ => {}
        }
        inputs
    }

    fn private_dns(&self, say: &mut impl FnMut(&str, &str)) {
        if let Some(control) = self.outcome("control-plane") {
            let private = matches!(control, "private-link" | "vnet-integration-private");
            say("access", if private { "private" } else { "public" });
            if private {
                // They go with a public API server alone.
                say("authorized_ranges", "");
            }
            if control.starts_with("vnet-integration") {
                say("integration", "1");
            }
        }
        match self.outcome("private-dns") {
            Some("system") => say("zone", "system"),
            Some("none") => say("zone", "none"),
            Some("custom-zone") => {
                say("zone", "custom");
                let link = if self.outcome("control-plane").is_some_and(|id| id.starts_with("vnet-integration")) {
                    "private"
                } else {
                    "privatelink"
                };
                if let Some(region) = self.sheet.get("region") {
                    say("zone_name", &format!("{link}.{region}.azmk8s.io"));
                }
                if self.sheet.get("identity").is_some() {
                    say("identity", "user-assigned");
                }
            }
            _ => {}
        }
        match self.decision("private-dns").and_then(|decision| decision.answer("public-name")) {
            Some("no") => say("public_name", "remove"),
            Some("yes") => say("public_name", "keep"),
            _ => {}
        }
    }
}
