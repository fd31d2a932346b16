use super::*;

fn read(text: &str) -> String {
    let list = read_list(text, MOST_ITEMS).unwrap();
    let entries = list.entries.iter().map(|e| format!("{}:{} {}", e.line, e.column, e.item.range()));
    entries.chain(list.errors.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

#[test]
fn items_are_parted_by_lines_commas_semicolons_and_spaces() {
    let expected = "1:1 10.0.0.0 - 10.0.0.255\n1:13 10.0.1.0 - 10.0.1.255\n1:26 10.0.2.1 - 10.0.2.1\n3:3 :: - ::1";
    assert_eq!(read("10.0.0.0/24,10.0.1.0/24; 10.0.2.1 # 10.0.3.0/24\r\n# nothing\n\t ::/127\n\n"), expected);
    assert_eq!(
        read("10.0.0.1 10.0.0.2\t10.0.0.3"),
        "1:1 10.0.0.1 - 10.0.0.1\n1:10 10.0.0.2 - 10.0.0.2\n1:19 10.0.0.3 - 10.0.0.3"
    );
    assert_eq!(read(" , ;;, \n#\n\u{feff}"), "");
    assert_eq!(read("\u{feff}10.0.0.1"), "1:1 10.0.0.1 - 10.0.0.1");
}

#[test]
fn spaces_do_not_part_a_range_nor_an_address_and_its_mask() {
    let cases = [
        ("10.0.0.1 - 10.0.0.9 10.0.1.1", "1:1 10.0.0.1 - 10.0.0.9\n1:21 10.0.1.1 - 10.0.1.1"),
        ("10.0.0.1 -10.0.0.9, 10.0.1.1- 10.0.1.2", "1:1 10.0.0.1 - 10.0.0.9\n1:21 10.0.1.1 - 10.0.1.2"),
        ("10.0.0.0 255.255.255.0 10.1.0.0 0.0.0.255", "1:1 10.0.0.0 - 10.0.0.255\n1:24 10.1.0.0 - 10.1.0.255"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn every_error_has_its_line_its_column_and_what_was_meant() {
    let expected = "2:6 10.0.0.0 - 10.0.0.255\n\
        line 1, column 1: 10.0.0.256: 256 is more than 255, the most a number of an IPv4 address can be\n\
        line 2, column 1: 10/8: did you mean 10.0.0.0/8? An IPv4 address has four numbers\n\
        line 4, column 4: 10.0.0.0/ 24 has a space inside; did you mean 10.0.0.0/24?\n\
        line 4, column 17: 255.0.255.0 is not a mask: ones after zeros";
    let text = "10.0.0.256\n10/8,10.0.0.0/24\n\n\u{a0}, 10.0.0.0/ 24 10.0.0.0 255.0.255.0 # é";
    assert_eq!(read(text), expected);
}

#[test]
fn a_long_list_of_errors_is_cut_and_counted() {
    let list = read_list(&"x\n".repeat(500), MOST_ITEMS).unwrap();
    assert_eq!((list.errors.len(), list.wrong, list.entries.len()), (MOST_LINE_ERRORS, 500, 0));
}

#[test]
fn so_many_lines_and_items_are_read_and_no_more() {
    assert_eq!(read_list("::1\n::2\n::3\n", 3).unwrap().entries.len(), 3);
    let error = read_list("::1\n::2\n::3\n::4", 3).unwrap_err();
    assert_eq!(error.to_string(), "The list is too long: 3 lines and as many items are read, and line 4 is past that");
    assert_eq!(read_list("::1,::2\n::3,::4", 3), Err(TooLong { most: 3, line: 2 }));
    assert_eq!(read_list("\n\n\n\n", 3), Err(TooLong { most: 3, line: 4 }));
    assert_eq!(read_list("x x x x", 3), Err(TooLong { most: 3, line: 1 }));
    assert_eq!(read_list(&"10.0.0.0/24\n".repeat(100_000), MOST_ITEMS).unwrap().entries.len(), 100_000);
    assert!(read_list(&"10.0.0.0/24\n".repeat(100_001), MOST_ITEMS).is_err());
}

#[test]
fn a_list_in_one_line_of_megabytes_is_read_in_one_pass() {
    let list = read_list(&"10.0.0.1,é ".repeat(40_000), MOST_ITEMS).unwrap();
    assert_eq!((list.entries.len(), list.wrong), (40_000, 40_000));
    assert_eq!(list.entries[39_999].column, 39_999 * 11 + 1);
    assert_eq!(list.addresses().prefix_count(), 1);
    assert!(read_list(&" ".repeat(8 << 20), MOST_ITEMS).unwrap().entries.is_empty());
    assert_eq!(read_list(&"- ".repeat(4 << 20), MOST_ITEMS).unwrap().wrong, 1);
}
