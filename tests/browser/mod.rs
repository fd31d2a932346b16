//! A few stories in a real browser, with script: what no test through HTTP can see.

mod accessible;
mod board;
mod calculating;
mod decisions;
mod driver;
mod facilitating;
mod fits;
mod joining;
mod keeping;
mod newer;
mod questions;
mod reading;
mod typing;

use driver::Browser;

/// Pages of every kind, for a person with a bit of everything.
const PAGES: [&str; 54] = [
    "/w/aks-networking",
    "/w/aks-networking/networking-models",
    "/w/aks-networking/egress",
    "/w/aks-networking/handout",
    "/w/aks-networking/glossary",
    "/w/aks-networking/search?q=overlay",
    "/w/aks-networking/search?q=",
    "/w/aks-networking/notes",
    "/me",
    "/continue",
    "/nothing-here",
    "/w/aks-networking/search?q=zzzzqqqq",
    "/w/aks-networking/private-clusters",
    "/w/aks-networking/ingress",
    "/w/aks-networking/network-policies",
    "/w/aks-networking/external-components",
    "/w/aks-networking/service-mesh",
    "/tools/vnet-plan?plan=1",
    "/tools",
    "/tools/subnet",
    "/tools/subnet?in=10/8",
    "/tools/aks-plan",
    "/tools/snat",
    "/tools/ranges",
    "/tools/private-dns",
    "/tools/lists",
    "/tools/vnet-plan",
    "/api",
    "/w/aks-networking/quizzes/before",
    "/w/aks-networking/quizzes/egress",
    "/w/aks-networking/review",
    "/w/aks-networking/review?day1=20&day2=45&day3=0&day4=20&day5=20&day6=20&day7=20",
    "/w/aks-networking/wizards",
    "/w/aks-networking/wizards/network-model",
    "/w/aks-networking/wizards/network-model?existing=new&own-cni=no&_asked=pods",
    "/w/aks-networking/wizards/network-model?existing=new&own-cni=no&pods=up-to-50000&space=nodes-only&reach=no&virtual-nodes=no",
    "/w/aks-networking/wizards/network-model?existing=new&own-cni=no&space=nodes-only&reach=inbound",
    "/w/aks-networking/wizards/network-model/map",
    "/w/aks-networking/wizards/network-model/map?existing=new&own-cni=no&space=nodes-only&reach=inbound",
    "/w/aks-networking/design",
    "/w/aks-networking/design?since=1",
    "/w/aks-networking/design/sheet",
    "/w/aks-networking/design/history",
    "/w/aks-networking/design/compare",
    "/join",
    "/join/kite",
    "/privacy",
    "/certificates",
    "/facilitate",
    "/facilitate/second-factor",
    "/facilitate/tokens",
    "/facilitate/facilitators",
    "/facilitate/platforms",
    "/facilitate/audit",
];

/// Makes the person that pages are shown to: marks, a note, a name, a continue code, a design, an owner's account with a
/// second factor that is only begun, an invitation, a token.
async fn settle_in(browser: &Browser, portal: &crate::support::Portal) {
    browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    let link = crate::accounts::first_link(portal);
    let send = r"
        const [done, fail] = [arguments[arguments.length - 1], arguments[arguments.length - 1]];
        const link = arguments[0];
        const post = (url, fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
        const first = document.querySelector('[data-fragment=mark]').action;
        (async () => {
            await post(first, {});
            await post(document.querySelector('[data-keep=note]').action, { body: 'ask about 10.244/16', base: '0' });
            await post('/me/name', { name: 'Maya' });
            await post('/me/code', {});
            const password = 'copper kettle under the stairs';
            await post(link, { email: 'ada@example.org', name: 'Ada Lovelace', password, again: password });
            await post('/facilitate/facilitators', { email: 'bob@example.org', role: 'facilitator' });
            const school = 'https://school.example.org';
            await post('/facilitate/platforms', { name: 'The school', issuer: school, client: 'c-1', deployments: 'd-1',
                login: school + '/auth', token: school + '/token', keys: school + '/keys' });
            await post('/facilitate/second-factor', { password });
            await post('/facilitate/tokens', { name: 'Weekly report', scope: 'read', days: '30', password });
        })().then(() => done('settled'), (error) => fail(String(error)));";
    let answer = browser.web.execute_async(send, vec![link.into()]).await.expect("a script runs");
    assert_eq!(answer.json(), "settled");
    decisions::has_a_design(browser).await;
}
