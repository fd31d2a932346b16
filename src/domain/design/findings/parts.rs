//! Registry, vault, data and mesh.

use super::look::{DATA, MESH, OUTBOUND, REGISTRY, VAULT, sheet, wizard};
use super::pages::{ACR_ENDPOINT, ACR_TENANT, ENDPOINT_DNS, ISTIO, LINKERD, OSM, VAULT_ACCESS};
use super::{Rule, note, warning};

pub(super) const RULES: &[Rule] = &[
    warning("mesh-without-windows", ISTIO, "Istio and OSM have no Windows pods.", |look, found| {
        if let (true, Some(at)) = (look.is(MESH, &["istio-addon", "osm"]), look.windows()) {
            let message =
                format!("{} has no proxy for Windows pods: these stay outside of the mesh.", look.title(MESH));
            found.say(message, "Keep what must be in the mesh on Linux pools.", [wizard(MESH), at]);
        }
    }),
    warning("osm-retiring", OSM, "The OSM add-on ends on 2027-09-30.", |look, found| {
        if look.is(MESH, &["osm"]) {
            let message = "The Open Service Mesh add-on ends on 2027-09-30; the project is archived.";
            found.say(message, "Start nothing on it, and move to the Istio add-on.", [wizard(MESH)]);
        }
    }),
    warning(
        "node-identity-serves-all-pods",
        VAULT_ACCESS,
        "Every pod of a node can use the node’s identity.",
        |look, found| {
            if look.is(VAULT, &["node-identity-csi"]) {
                let message =
                    "By the nodes’ identity every pod on a node can read the vault, not only the one that needs it.";
                found.say(message, "Take workload identity: one identity for each service account.", [wizard(VAULT)]);
            }
        },
    ),
    warning(
        "own-dns-with-private-endpoints",
        ENDPOINT_DNS,
        "Own DNS servers have to know the private zones.",
        |look, found| {
            let own = look.sheet.get("dns-servers").is_some();
            for id in [REGISTRY, DATA].into_iter().filter(|id| own && look.is(id, &["private-endpoint"])) {
                let message = "The network asks DNS servers of your own: without a forwarder the names of private endpoints lead to \
                           the public addresses.";
                let cure = "Forward the public names’ zones to 168.63.129.16 from a network that the private zones are linked to.";
                found.say(message, cure, [sheet("dns-servers"), wizard(id)]);
            }
        },
    ),
    warning("public-data-without-way-out", ENDPOINT_DNS, "Public services need a way out.", |look, found| {
        if look.is(OUTBOUND, &["none", "block"]) && look.is(DATA, &["public-firewall"]) {
            let message = "Data services are reached by their public addresses, and nodes have no way out.";
            found.say(message, "Take private endpoints.", [wizard(DATA), wizard(OUTBOUND)]);
        }
    }),
    note(
        "registry-needs-premium",
        ACR_ENDPOINT,
        "A registry’s private endpoint needs the Premium tier.",
        |look, found| {
            if look.is(REGISTRY, &["private-endpoint"]) {
                let message = "A registry has private endpoints in the Premium tier alone; layers come by the data endpoint, which \
                           needs its own record.";
                found.say(message, "Plan for Premium, and for both names in the zone.", [wizard(REGISTRY)]);
            }
        },
    ),
    note("registry-secret-expires", ACR_TENANT, "A service principal’s secret expires.", |look, found| {
        if look.is(REGISTRY, &["service-principal"]) {
            let message = "Managed identities do not reach over tenants: the cluster works with a service principal, whose secret \
                           expires.";
            found.say(message, "Note who renews it, and when.", [wizard(REGISTRY)]);
        }
    }),
    note("linkerd-builds", LINKERD, "Stable Linkerd builds come from vendors.", |look, found| {
        if look.is(MESH, &["linkerd"]) {
            let message = "Since 2.15 the Linkerd project publishes edge builds alone; stable ones come from vendors. The trust \
                           anchor lasts 365 days.";
            found.say(
                message,
                "Settle the builds and the support, and note when the anchor is renewed.",
                [wizard(MESH)],
            );
        }
    }),
];
