use super::*;

const GUESSER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));
const START: Millis = Millis(1_000_000);

/// Whether a try would be free now, and whether one more slow one may begin.
fn is_free(limits: &Limits, address: IpAddr, now: Millis) -> bool {
    let key = network_of(address);
    limits.wrong_codes.look(key, now).is_ok() && limits.wrong_codes_of_all.look(EVERYBODY, now).is_ok()
}

#[test]
fn wrong_codes_slow_that_address_down_and_it_recovers() {
    let limits = Limits::default();
    for _ in 0..20 {
        assert!(is_free(&limits, GUESSER, START));
        limits.wrong_code(GUESSER, START);
    }
    assert_eq!(limits.wrong_codes.look(GUESSER, START), Err(Wait(6)));
    assert!(is_free(&limits, OTHER, START));
    assert_eq!(limits.wrong_codes.look(GUESSER, START.plus_seconds(5)), Err(Wait(1)));
    assert!(is_free(&limits, GUESSER, START.plus_seconds(6)));
    limits.wrong_code(GUESSER, START.plus_seconds(6));
    assert!(!is_free(&limits, GUESSER, START.plus_seconds(6)));
}

#[test]
fn guessing_from_many_addresses_is_slowed_as_well() {
    let limits = Limits::default();
    for n in 0..300u32 {
        limits.wrong_code(IpAddr::V4((0x0a00_0000 + n).into()), START);
    }
    assert!(!is_free(&limits, OTHER, START));
    assert!(is_free(&limits, OTHER, START.plus_seconds(1)));
}

#[test]
fn slow_turns_are_few_and_come_back() {
    let limits = Limits::default();
    let turns: Vec<_> = (0..SLOW_OF_ONE).map(|_| limits.slow.take(GUESSER).expect("a turn")).collect();
    assert!(limits.slow.take(GUESSER).is_none());
    assert!(limits.slow.take(OTHER).is_some(), "one address takes the turns of all");
    drop(turns);
    assert!(limits.slow.take(GUESSER).is_some());
    assert!(limits.slow.0.lock().unwrap().is_empty(), "what is over is still counted");
    let of_all: Vec<_> = (0..100u32).filter_map(|n| limits.slow.take(IpAddr::V4(n.into()))).collect();
    assert_eq!(of_all.len(), SLOW_OF_ALL);
}

#[test]
fn right_codes_cost_nothing() {
    let limits = Limits::default();
    assert!((0..1000).all(|_| is_free(&limits, GUESSER, START)));
}

#[test]
fn a_room_behind_one_address_gets_in_at_once() {
    let limits = Limits::default();
    assert!((0..1000).all(|_| limits.new_person(GUESSER, START).is_ok()));
    assert!(limits.new_person(GUESSER, START).is_err());
    assert!(limits.new_person(OTHER, START).is_ok());
}

#[test]
fn a_hall_joins_behind_one_address_and_newcomers_without_a_code_are_counted_apart() {
    let limits = Limits::default();
    assert!((0..2040).all(|_| limits.new_member(GUESSER, START).is_ok()), "two thousand, and forty others");
    assert!(limits.new_person(GUESSER, START).is_ok(), "who joins uses up nothing of who reads");
    let more = (0..10_000).take_while(|_| limits.new_member(GUESSER, START).is_ok()).count();
    assert_eq!(more, 3000 - 2040, "not without end");
    assert!(limits.new_member(OTHER, START).is_ok());
    while limits.new_person(OTHER, START).is_ok() {}
    assert!(limits.new_member(OTHER, START).is_ok(), "who makes people out of nothing keeps nobody out who has a code");
}

#[test]
fn a_room_with_scripts_asks_on_and_an_endless_loop_waits() {
    let limits = Limits::default();
    assert!((0..600).all(|_| limits.question(GUESSER, START).is_ok()));
    assert_eq!(limits.question(GUESSER, START), Err(Wait(1)));
    assert!(limits.question(OTHER, START).is_ok());
    assert!((0..20).all(|_| limits.question(GUESSER, START.plus_seconds(1)).is_ok()));
    assert!(limits.question(GUESSER, START.plus_seconds(1)).is_err());
}

const ACCOUNT: Account = [1; 32];

#[tokio::test]
async fn guessing_at_an_account_shuts_its_door_to_strangers_and_no_other() {
    let limits = Limits::default();
    for _ in 0..10 {
        assert!(limits.turn_to_sign_in(GUESSER, ACCOUNT, START).await.is_ok());
    }
    assert_eq!(limits.turn_to_sign_in(GUESSER, ACCOUNT, START).await.err(), Some(Wait(36)));
    assert!(limits.turn_to_sign_in(OTHER, ACCOUNT, START).await.is_err(), "from elsewhere it is the same account");
    assert!(limits.turn_to_sign_in(GUESSER, [2; 32], START).await.is_ok(), "another account, the same address");
    assert!(limits.turn_to_sign_in(GUESSER, ACCOUNT, START.plus_seconds(36)).await.is_ok());
    assert!(limits.turn_to_sign_in(GUESSER, ACCOUNT, START.plus_seconds(36)).await.is_err());
}

#[tokio::test]
async fn guessing_at_many_accounts_slows_an_address_down_and_lets_others_there_in() {
    let limits = Limits::default();
    for n in 0..30 {
        assert!(limits.turn_to_sign_in(GUESSER, [n; 32], START).await.is_ok());
    }
    let before = tokio::time::Instant::now();
    let turn = limits.turn_to_sign_in(GUESSER, [100; 32], START).await;
    assert!(turn.is_ok() && before.elapsed() >= SLOW, "slowed, and not refused");
    let before = tokio::time::Instant::now();
    assert!(limits.turn_to_sign_in(OTHER, [101; 32], START).await.is_ok());
    assert!(before.elapsed() < SLOW);
}

#[tokio::test]
async fn right_passwords_cost_nothing() {
    let limits = Limits::default();
    for _ in 0..1000 {
        assert!(limits.turn_to_sign_in(GUESSER, ACCOUNT, START).await.is_ok());
        limits.right_password(GUESSER, ACCOUNT, START);
    }
}

#[test]
fn codes_of_a_second_factor_are_few_and_right_ones_cost_nothing() {
    let limits = Limits::default();
    let (account, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for _ in 0..1000 {
        assert!(limits.try_second_factor(account, START).is_ok());
        limits.right_second_factor(account, START);
    }
    assert!((0..5).all(|_| limits.try_second_factor(account, START).is_ok()));
    assert_eq!(limits.try_second_factor(account, START), Err(Wait(360)));
    assert!(limits.try_second_factor(other, START).is_ok());
    assert!(limits.try_second_factor(account, START.plus_seconds(360)).is_ok());
}

#[test]
fn one_household_counts_as_one_in_ipv6() {
    let parse = |text: &str| text.parse::<IpAddr>().unwrap();
    assert_eq!(network_of(parse("2001:db8:1:2:aaaa::1")), network_of(parse("2001:db8:1:2:bbbb::2")));
    assert_ne!(network_of(parse("2001:db8:1:2::1")), network_of(parse("2001:db8:1:3::1")));
    assert_eq!(network_of(parse("::ffff:192.0.2.1")), GUESSER);
}

#[test]
fn addresses_are_forgotten_when_there_are_too_many() {
    let buckets = Buckets::new(NEW_PEOPLE);
    for n in 0..20_000u32 {
        let _ = buckets.take(IpAddr::V4(n.into()), START.plus_seconds(i64::from(n)));
    }
    assert!(buckets.levels().len() <= MOST_KEYS);
}

#[test]
fn a_clock_that_goes_back_does_not_open_or_close_anything() {
    let buckets = Buckets::new(WRONG_CODES);
    let _ = buckets.take(GUESSER, START);
    assert_eq!(buckets.look(GUESSER, Millis(0)), Ok(()));
    // Emptied while the clock was a year ahead: it fills again from now on.
    let ahead = START.plus_seconds(365 * 24 * 3600);
    while buckets.take(OTHER, ahead).is_ok() {}
    assert!(buckets.look(OTHER, START).is_err());
    assert_eq!(buckets.look(OTHER, START.plus_seconds(60)), Ok(()));
}
