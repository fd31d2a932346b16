//! The rules of Azure Kubernetes Service (AKS) as pure functions: address plans for each networking model, ports for
//! outgoing connections, which ranges may overlap, and the DNS of private clusters.
//!
//! Every rule carries the page it is from ([`source::Source`]). A rule that is broken is a [`finding::Finding`], not an
//! error of the function: only what cannot be read is refused, and that happens before values reach this module.

pub mod cluster;
pub mod compare;
pub mod expand;
pub mod figures;
pub mod finding;
pub mod formula;
pub mod outbound;
pub mod plan;
pub mod private_dns;
pub mod ranges;
pub mod snat;
pub mod source;
