//! How the programs are laid out.

use std::process::Command;

use super::{OWN, design, text};

const LARGE: &[(&str, &str)] = &[
    ("network-model", "overlay"),
    ("data-plane", "cilium-acns"),
    ("control-plane", "vnet-integration-private"),
    ("private-dns", "custom-zone"),
    ("outbound", "user-nat-gateway"),
    ("ingress", "istio-gateway"),
    ("registry", "private-endpoint"),
    ("vault", "workload-identity-csi"),
];

#[test]
fn equal_signs_stand_in_one_column() {
    let text = text(&design(OWN, LARGE), "terraform");
    let mut column: Option<(usize, usize)> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let at = line.find(" = ").filter(|_| !line.trim_start().starts_with('#') && !line.ends_with('{'));
        let Some(at) = at else {
            column = None;
            continue;
        };
        if let Some(known) = column {
            assert_eq!(known, (indent, at), "{line}");
        }
        column = Some((indent, at));
    }
    assert!(text.lines().all(|line| line == line.trim_end()) && !text.contains("\n\n\n") && !text.contains('\t'));
}

#[test]
fn terraform_lays_it_out_the_same_where_it_is_installed() {
    let Ok(version) = Command::new("terraform").arg("version").output() else {
        // Nothing to compare with: the test above holds alone.
        return;
    };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    for (n, decisions) in [LARGE, &LARGE[..1], &[], &[("outbound", "user-defined-routing")]].iter().enumerate() {
        let folder = folder.path().join(n.to_string());
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("design.tf"), text(&design(OWN, decisions), "terraform")).unwrap();
    }
    let checked = Command::new("terraform")
        .args(["fmt", "-check", "-diff", "-recursive"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&checked.stdout),
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[test]
fn bicep_closes_what_it_opens_and_names_its_versions() {
    let text = text(&design(OWN, LARGE), "bicep");
    for (open, close) in [('{', '}'), ('[', ']')] {
        assert_eq!(text.matches(open).count(), text.matches(close).count());
    }
    let head = text.lines().find(|line| line.starts_with("// API versions: ")).unwrap();
    for line in text.lines().filter(|line| line.starts_with("resource ")) {
        let version = line.split('@').nth(1).unwrap().split('\'').next().unwrap();
        assert!(head.contains(version), "{line}");
    }
}

#[test]
fn no_line_of_a_script_is_a_secret() {
    for format in ["az", "bicep", "terraform"] {
        let text = text(&design(OWN, LARGE), format).to_lowercase();
        let told: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with(['#', '/'])).collect();
        assert!(told.iter().all(|line| !line.contains("password") && !line.contains("client_secret")), "{told:?}");
    }
}
