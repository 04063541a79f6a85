//! What lies on this phone, and what of it lies nowhere else: to be told before anything of it is destroyed.

use crate::{
    error::DoorstepError,
    store::{Tx, blob, draft, journal, register},
    text::Text,
};

use super::{Doorstep, PhoneWord, bytes_words, quantities::figure, visit::read_draft};

/// What lies on this phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Households that its worker answers for.
    pub homes: u64,
    /// Visits to them, whoever made them.
    pub visits: u64,
    /// Photos of which a file is here.
    pub photos: u64,
    /// Bytes of all of it.
    pub bytes: u64,
}

impl Stored {
    /// Line by line.
    pub fn lines(&self) -> Vec<Text> {
        vec![
            PhoneWord::StoredHomes.with(&[figure(self.homes)]),
            PhoneWord::StoredVisits.with(&[figure(self.visits)]),
            PhoneWord::StoredPhotos.with(&[figure(self.photos)]),
            PhoneWord::StoredBytes.with(&[bytes_words(self.bytes)]),
        ]
    }
}

/// What lies nowhere but on this phone, and is lost with it: when its worker leaves, when another takes it over.
/// Originals that are kept for a while are not counted: what was to travel of their photos is at the hub.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// Records that the hub has not acknowledged.
    pub records: u64,
    /// Photos that the hub has not confirmed, those of visits in progress included.
    pub photos: u64,
    /// Visits in progress.
    pub visits: u64,
    /// Records that the hub did not take and nothing put right.
    pub rejected: u64,
    /// Damaged stores that were set aside, with whatever they hold.
    pub set_aside: u64,
}

impl Loss {
    /// Whether there is nothing to lose.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Line by line, nothing that is none.
    pub fn lines(&self) -> Vec<Text> {
        let all = [
            (self.records, PhoneWord::RecordsUnsent),
            (self.photos, PhoneWord::PhotosUnsent),
            (self.visits, PhoneWord::VisitsBegun),
            (self.rejected, PhoneWord::RecordsRejected),
            (self.set_aside, PhoneWord::SetAside),
        ];
        let some = all.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(count, word)| word.with(&[figure(count)])).collect()
    }

    /// All of it in one sentence.
    pub fn sentence(&self) -> Text {
        let lines = self.lines();
        if lines.is_empty() {
            return PhoneWord::NothingUnsent.label();
        }
        let (head, all) = (PhoneWord::WouldBeLost.label(), Text::joined(&lines, "；", "; "));
        Text::new(format!("{}{}。", head.zh, all.zh), format!("{} {}.", head.en, all.en))
    }
}

impl Doorstep {
    /// What lies on this phone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stored(&self) -> Result<Stored, DoorstepError> {
        let mut stored = self.store.read(|tx| {
            let (homes, visits) = register::counts(tx)?;
            let photos = blob::counts(tx)?.0.saturating_add(photos_of_drafts(tx)?);
            Ok::<_, DoorstepError>(Stored { homes, visits, photos, bytes: 0 })
        })?;
        stored.bytes = self.store.bytes()?;
        Ok(stored)
    }

    /// What would be lost with this phone as it is now.
    ///
    /// # Errors
    /// When the store cannot be read: then nobody knows what would be lost.
    pub fn would_be_lost(&self) -> Result<Loss, DoorstepError> {
        let set_aside = self.store.count_set_aside()?;
        self.store.read(|tx| {
            Ok(Loss {
                records: journal::unsent_count(tx)?,
                photos: blob::counts(tx)?.1.saturating_add(photos_of_drafts(tx)?),
                visits: count(draft::drafts(tx)?.len()),
                rejected: journal::rejected_count(tx)?,
                set_aside,
            })
        })
    }
}

/// Photos of visits in progress: their files are here, and nothing of them is recorded yet.
fn photos_of_drafts(tx: &Tx<'_>) -> Result<u64, DoorstepError> {
    let mut photos = 0;
    for saved in draft::drafts(tx)? {
        photos += read_draft(&saved.json)?.photos.len();
    }
    Ok(count(photos))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_is_told_without_what_would_not() {
        let loss = Loss { records: 3, visits: 1, ..Loss::default() };
        assert!(!loss.is_nothing());
        assert_eq!(loss.lines().len(), 2);
        assert_eq!(loss.sentence().zh, "以下内容会永远丢失：未送达的记录：3；未完成的走访：1。");
        assert_eq!(
            loss.sentence().en,
            "This would be lost for ever: Records not delivered: 3; Visits in progress: 1."
        );
        assert_eq!(Loss::default().sentence(), PhoneWord::NothingUnsent.label());
        let bytes = Stored { bytes: 3 << 20, ..Stored::default() }.lines().pop();
        assert_eq!(bytes, Some(Text::new("占用空间：3 MB", "Space taken: 3 MB")));
    }
}
