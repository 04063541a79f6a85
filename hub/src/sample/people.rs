//! Families: how many, how old, what they are called.

use doorstep_core::{
    codes::{IdentityNumber, Phone},
    time::Day,
};

use super::{dice::Dice, words};

/// What somebody is to the householder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    Head,
    Spouse,
    Child,
    Parent,
    Grandchild,
}

/// One invented person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub kin: Kin,
    pub male: bool,
    pub age: i32,
    pub born: Day,
    pub name: String,
}

/// How a household is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One adult.
    Single,
    /// One elder.
    ElderAlone,
    /// Two elders and nobody else.
    ElderCouple,
    /// Grandparents and grandchildren without the generation between (隔代).
    Skipped,
    /// Any other.
    Family,
}

/// An invented household's people.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub shape: Shape,
    pub people: Vec<Person>,
}

/// The sizes of `households` households that hold `people` people together, in an order of chance.
pub(super) fn sizes(households: usize, people: usize, dice: &mut Dice) -> Vec<usize> {
    // Shares of households with one to six people in a rural township.
    const SHARES: [u32; 6] = [18, 30, 24, 17, 8, 3];
    let mut sizes: Vec<usize> = (0..households).map(|_| dice.weighted(&SHARES) + 1).collect();
    let mut total: usize = sizes.iter().sum();
    while total != people && !sizes.is_empty() {
        let index = dice.below(sizes.len());
        let Some(size) = sizes.get_mut(index) else { break };
        if total < people && *size < 7 {
            *size += 1;
            total += 1;
        } else if total > people && *size > 1 {
            *size -= 1;
            total -= 1;
        } else if people < households || people > households * 7 {
            break;
        }
    }
    sizes
}

/// A family of `size` people.
pub(super) fn family(size: usize, today: Day, dice: &mut Dice) -> Family {
    let (shape, kin) = make_up(size, dice);
    let surname = dice.pick(words::SURNAMES);
    let people = kin
        .into_iter()
        .map(|(kin, age)| {
            let male = match kin {
                Kin::Head => dice.chance(if shape == Shape::ElderAlone { 0.4 } else { 0.8 }),
                Kin::Spouse => false,
                Kin::Parent | Kin::Child | Kin::Grandchild => dice.chance(0.5),
            };
            let own = matches!(kin, Kin::Spouse) || (kin == Kin::Parent && !male);
            let surname = if own { dice.pick(words::SURNAMES) } else { surname };
            let born = birthday(age, today, dice);
            Person { kin, male, age, born, name: name(surname, male, dice) }
        })
        .collect();
    Family { shape, people }
}

/// Who lives in a household of `size`, with their ages; the householder first.
fn make_up(size: usize, dice: &mut Dice) -> (Shape, Vec<(Kin, i32)>) {
    let mut age = |low: i64, high: i64| i32::try_from(dice.between(low, high)).unwrap_or(40);
    match size {
        0 | 1 => match age(1, 100) {
            1..=50 => (Shape::ElderAlone, vec![(Kin::Head, age(60, 92))]),
            _ => (Shape::Single, vec![(Kin::Head, age(20, 59))]),
        },
        2 => match age(1, 100) {
            1..=29 => (Shape::ElderCouple, vec![(Kin::Head, age(61, 88)), (Kin::Spouse, age(60, 86))]),
            30..=42 => (Shape::Family, vec![(Kin::Head, age(28, 56)), (Kin::Parent, age(61, 90))]),
            43..=57 => (Shape::Family, vec![(Kin::Head, age(26, 45)), (Kin::Child, age(0, 17))]),
            _ => (Shape::Family, vec![(Kin::Head, age(26, 59)), (Kin::Spouse, age(24, 58))]),
        },
        _ => match age(1, 100) {
            1..=14 if size <= 4 => {
                let mut people = vec![(Kin::Head, age(56, 72)), (Kin::Spouse, age(55, 70))];
                people.extend((2..size).map(|_| (Kin::Grandchild, age(0, 17))));
                (Shape::Skipped, people)
            }
            _ => (Shape::Family, generations(size, &mut age)),
        },
    }
}

/// A couple with children, and elders where the household is large.
fn generations(size: usize, age: &mut impl FnMut(i64, i64) -> i32) -> Vec<(Kin, i32)> {
    let elders = match (size, age(1, 100)) {
        (3, 1..=18) | (4, 1..=40) => 1,
        (5.., 1..=45) => 1,
        (5.., 46..=80) => 2,
        _ => 0,
    };
    let mut people = vec![(Kin::Head, age(27, 54)), (Kin::Spouse, age(25, 53))];
    people.extend((0..elders).map(|_| (Kin::Parent, age(60, 88))));
    while people.len() < size {
        let oldest = if age(1, 10) <= 7 { 17 } else { 27 };
        people.push((Kin::Child, age(0, oldest)));
    }
    people
}

fn birthday(age: i32, today: Day, dice: &mut Dice) -> Day {
    let days = i64::from(age) * 36_525 / 100 + dice.between(1, 360);
    today.checked_sub_signed(chrono::TimeDelta::days(days)).unwrap_or(today)
}

fn name(surname: char, male: bool, dice: &mut Dice) -> String {
    let given = if male { words::MEN } else { words::WOMEN };
    let mut name = String::from(surname);
    name.push(dice.pick(given));
    // Three characters are the rule, two the exception.
    if dice.chance(0.82) {
        name.push(dice.pick(given));
    }
    name
}

/// The `number`-th identity number (from 0) of those born on `born`, under 6199, a prefix that no county has.
/// `None` once a day's numbers are used up.
pub(super) fn identity(born: Day, male: bool, number: u32) -> Option<IdentityNumber> {
    // GB 11643: odd sequence numbers are men's.
    let sequence = number * 2 + u32::from(male);
    let first_17 = format!("619900{}{sequence:03}", born.format("%Y%m%d"));
    let check = check_character(&first_17)?;
    format!("{first_17}{check}").parse().ok()
}

fn check_character(first_17: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = first_17.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

/// The `number`-th phone (from 0) in 164, a range that is not given out.
pub(super) fn phone(number: usize) -> Option<Phone> {
    format!("164{number:08}").parse().ok()
}
