use super::*;
use crate::store::register::fixture::{
    empty, grid, household, household_row, page, resident, resident_row, write,
};
use crate::{
    op::row::Scope,
    store::{Store, pull::apply_page},
};

fn village() -> Store {
    let store = empty();
    let mut zhang = household(1, 1);
    zhang.address = "花岩村一组3号".to_owned();
    zhang.phone = Some("13812345678".parse().unwrap());
    let mut shan = household(2, 1);
    shan.greeting = "单大爷家".to_owned();
    shan.address = "民乐社区Ａ座302".to_owned();
    let rows = vec![
        household_row(1, &zhang),
        resident_row(1, &resident(11, 1, "张桂花")),
        resident_row(1, &resident(12, 1, "吕小明")),
        household_row(2, &shan),
        resident_row(2, &resident(21, 2, "单桂花")),
    ];
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), true, rows)));
    store
}

fn titles(store: &Store, query: &str) -> Vec<String> {
    let hits = write(store, |tx| search(tx, query, None, 50));
    hits.into_iter().map(|hit| hit.title).collect()
}

#[test]
fn a_person_is_found_by_name_given_name_pinyin_and_initials() {
    let store = village();
    for query in ["张桂花", "zhangguihua", "zgh", "zhanggh", "ZGH"] {
        assert_eq!(titles(&store, query), ["张桂花"], "{query}");
    }
    for query in ["桂花", "guihua", "gh", "gui hua"] {
        assert_eq!(titles(&store, query), ["张桂花", "单桂花"], "{query}");
    }
    assert_eq!(titles(&store, "lvxiaoming"), ["吕小明"]);
}

#[test]
fn a_surname_is_found_by_its_own_reading_and_by_the_common_one() {
    let store = village();
    for query in ["shanguihua", "danguihua", "sgh"] {
        assert_eq!(titles(&store, query), ["单桂花"], "{query}");
    }
    assert_eq!(titles(&store, "shandaye"), ["单大爷家"]);
}

#[test]
fn a_household_is_found_by_greeting_address_and_phone_tail() {
    let store = village();
    for query in ["张奶奶", "一组", "花岩村 一组", "5678", "345678"] {
        assert_eq!(titles(&store, query), ["张奶奶家"], "{query}");
    }
    for query in ["a座", "A座", "302"] {
        assert_eq!(titles(&store, query), ["单大爷家"], "{query}");
    }
}

#[test]
fn two_words_find_the_person_at_that_address() {
    let store = village();
    assert_eq!(titles(&store, "桂花 花岩"), ["张桂花"]);
    assert_eq!(titles(&store, "民乐 guihua"), ["单桂花"]);
    assert!(titles(&store, "桂花 镇川").is_empty());
}

#[test]
fn nothing_typed_finds_nothing_and_odd_signs_are_only_text() {
    let store = village();
    for query in ["", "  ", "%", "*", "'; DROP TABLE search; --", "[", "_"] {
        assert!(titles(&store, query).is_empty(), "{query}");
    }
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let store = village();
    let all = write(&store, |tx| search(tx, "h", None, 50));
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = write(&store, |tx| search(tx, "h", after.as_ref(), 1));
        let Some(last) = page.last() else { break };
        after = Some(last.key());
        paged.extend(page);
    }
    assert!(!all.is_empty());
    assert_eq!(paged, all);
    assert!(!format!("{all:?}").contains('桂'), "no names in debug output");
}

#[test]
fn a_changed_name_is_found_under_the_new_one_only() {
    let store = village();
    let rows = vec![resident_row(5, &resident(11, 1, "王桂花"))];
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), false, rows)));
    assert!(titles(&store, "张桂花").is_empty());
    assert_eq!(titles(&store, "wgh"), ["王桂花"]);
}

#[test]
fn the_way_of_writing_a_name_or_address_makes_no_difference() {
    let store = empty();
    let mut home = household(1, 1);
    home.greeting = "Ａ座1302王家".to_owned();
    home.address = "民乐 社区 2号楼".to_owned();
    let rows = vec![
        household_row(1, &home),
        resident_row(1, &resident(11, 1, "张　伟")),
        resident_row(1, &resident(12, 1, "买买提·吐尔逊")),
        resident_row(1, &resident(13, 1, "Ｍａｒｉａ Lin")),
    ];
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), true, rows)));
    for (queries, title) in [
        (&["a座1302", "Ａ座", "1302", "民乐社区", "民乐 社区2号楼"][..], "Ａ座1302王家"),
        (&["张伟", "张 伟", "zhangwei", "zw"], "张　伟"),
        (&["买买提吐尔逊", "买买提•吐尔逊", "吐尔逊", "mmt"], "买买提·吐尔逊"),
        (&["maria", "MARIA", "marialin", "lin"], "Ｍａｒｉａ Lin"),
    ] {
        for query in queries {
            assert_eq!(titles(&store, query), [title], "{query}");
        }
    }
    assert!(titles(&store, "·").is_empty());
}
