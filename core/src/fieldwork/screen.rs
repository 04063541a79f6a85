//! The screens' own words: titles, buttons and sentences about a screen, in one table for all shells. What the domain
//! calls its things has its words where it stands; what is said of the phone itself, in [`super::phone_words`].

use crate::text::{Text, vocabulary};

/// Hands the table to a macro of the caller's, so that a shell's bindings make their own type of it: rows of
/// `Name => ("中文", "English")`. `{}` stands for a value.
#[macro_export]
macro_rules! screen_words {
    ($take:ident) => {
        $take! {
            // Every screen.
            Back => ("返回", "Back"),
            Loading => ("正在读取……", "Loading…"),
            Again => ("再试一次", "Try again"),
            Unexpected => (
                "出错了，已记录的内容都在。请再试一次。",
                "Something went wrong. All that was recorded is kept. Please try again."
            ),
            Demo => ("演示数据", "Invented data"),
            HubSilent => (
                "中心没有回应。请检查网络，再试一次。",
                "The hub did not answer. Check the network and try again."
            ),
            NotEnrolled => ("本机还没有登记。", "This phone is not enrolled yet."),
            More => ("显示更多", "Show more"),
            // Lists.
            Today => ("今天", "Today"),
            Outbox => ("发件箱", "Outbox"),
            NothingToday => ("今天没有要走访的住户了。", "No household is left to visit today."),
            Search => ("查找：姓名、拼音、地址或电话尾号", "Find: name, pinyin, address or last digits"),
            Clear => ("清除", "Clear"),
            NothingFound => ("没有找到。", "Nothing was found."),
            InProgress => ("走访进行中", "Visit in progress"),
            Due => ("截止 {}", "Due {}"),
            Overdue => ("！逾期，自 {}", "! Overdue since {}"),
            Opens => ("开始 {}", "From {}"),
            Metres => ("{} 米", "{} m"),
            Kilometres => ("{} 公里", "{} km"),
            NearestFirst => ("由近到远", "Nearest first"),
            HomesLeft => ("今天可走访 {} 户，本月内到期 {} 户", "{} homes on the list today, {} due this month"),
            LeftToVisit => ("还剩 {} 户", "Homes left: {}"),
            HomesOverdue => ("已逾期 {} 户", "{} homes overdue"),
            AsListed => ("按村组和楼栋排列", "By village group and building"),
            NoPlaceNow => (
                "现在读不到位置，顺序不变。",
                "Your place cannot be had at present: the order stays as it was."
            ),
            FindAndChoose => ("查找和筛选", "Find and choose"),
            // A household.
            Household => ("住户", "Household"),
            Start => ("开始走访", "Start the visit"),
            Resume => ("继续走访", "Continue the visit"),
            Safety => ("安全提示", "For your safety"),
            ToDo => ("今天要做", "To do today"),
            OtherDuties => ("其他事项", "Other duties"),
            NothingDue => ("今天没有要做的事项。", "Nothing is due here today."),
            WhoLivesHere => ("家庭成员", "Who lives here"),
            LastVisits => ("最近走访", "Latest visits"),
            NeverVisited => ("还没有走访记录。", "No visit is known yet."),
            OpenNeeds => ("未办结的需求", "Open needs"),
            Phone => ("电话", "Phone"),
            Basis => ("依据", "Basis"),
            Photo => ("照片", "Photo"),
            Floor => ("{} 楼", "Floor {}"),
            Visitors => ("须 {} 人同行", "{} visitors needed"),
            // A home that is handed to a colleague.
            HandOver => ("转交", "Hand over"),
            HandOverTo => ("转交给谁", "Hand it to"),
            HandOverNote => ("要交代的话", "What they must know"),
            HandedToYou => ("{} 转交给您，到 {} 为止", "Handed to you by {}, until {}"),
            HandedTo => ("已转交给 {}，到 {} 为止", "Handed to {}, until {}"),
            TakeBack => ("收回转交", "Take it back"),
            // What is known of a home and who lives there.
            Particulars => ("住户信息", "What is known of the home"),
            ChangedNow => ("本次已修改", "Changed in this visit"),
            HomeIsHere => ("把这里记为本户位置", "Record this as the home's place"),
            AddPerson => ("添加家庭成员", "Add a person"),
            AddHome => ("添加住户", "Add a home"),
            InWhichGrid => ("在哪个网格", "In which grid"),
            NoPlaceForHome => (
                "现在读不到位置。可以先保存，走访时再记下本户位置。",
                "Your place cannot be had at present. Save without it: a visit can record it."
            ),
            Save => ("保存", "Save"),
            // A visit.
            Visit => ("走访", "Visit"),
            HowItEnded => ("走访结果", "How it went"),
            OtherOutcomes => ("其他结果", "Other outcomes"),
            WhatFollows => ("下一步", "What follows"),
            WhatWasDone => ("完成的事项", "What was done"),
            OtherWork => ("其他工作", "Other work"),
            NeedsFound => ("发现的需求", "Needs found"),
            AddNeed => ("选择需求", "Choose needs"),
            PaperVisit => ("补录纸上的走访", "First written on paper"),
            OnWhichDay => ("走访日期：{}", "Day of the visit: {}"),
            Companion => ("同行人姓名（可不填）", "Who came along (optional)"),
            Note => ("备注（可不填）", "Note (optional)"),
            Locating => ("正在读取位置……", "Finding your place…"),
            LocateAgain => ("重新定位", "Find my place again"),
            Finish => ("完成走访", "Finish the visit"),
            Finishing => ("正在保存……", "Saving…"),
            Saved => ("每次改动都已保存在手机上", "Every change is saved on this phone"),
            Finished => ("走访已保存：{}", "Visit saved: {}"),
            Discard => ("放弃这次走访", "Give up this visit"),
            ReallyDiscard => (
                "这次填写的内容会被删除，确定放弃吗？",
                "What was entered this time will be deleted. Give it up?"
            ),
            YesDiscard => ("确定放弃", "Yes, give it up"),
            NoDiscard => ("继续填写", "No, go on"),
            Discarded => ("这次走访已放弃", "The visit was given up"),
            PutRight => ("更正这次走访", "Put this visit right"),
            WasPutRight => ("已更正", "Put right since"),
            // What waits to be sent.
            SendNow => ("立即发送", "Send now"),
            AllSent => ("都已送达。", "All has been sent."),
            NotAnswered => ("未回答", "Not answered"),
            NothingRecorded => ("还没有记录。", "Nothing was recorded yet."),
            Records => ("记录", "Records"),
            Photos => ("照片上传", "Photos"),
            Unsent => ("{} 条待发送", "{} to send"),
            Recorded => ("{}前", "{} ago"),
            NextTry => ("{}后再试", "{} until the next try"),
            Tries => ("已试 {} 次", "Tries: {}"),
            ExportUnsent => ("导出未送达的内容", "Write what waits to a file"),
            FilesMissing => ("有 {} 个照片文件缺失", "Photo files missing: {}"),
            // The way to the other screens.
            Menu => ("菜单", "Menu"),
            Coverage => ("覆盖率", "Coverage"),
            Responsibility => ("责任清单", "Who answers for what"),
            Settings => ("设置", "Settings"),
            Enrol => ("登记本机", "Enrol this phone"),
            // Coverage.
            Period => ("统计期：{}", "Period: {}"),
            EarlierPeriod => ("上一期", "Previous"),
            LaterPeriod => ("下一期", "Next"),
            OtherLength => ("换统计周期", "Another length"),
            ByWeek => ("按周", "By week"),
            ByMonth => ("按月", "By month"),
            ByQuarter => ("按季度", "By quarter"),
            ByHalfYear => ("按半年", "By half-year"),
            ByYear => ("按年", "By year"),
            AllGrids => ("全部网格", "All grids"),
            EachGrid => ("各网格", "Grid by grid"),
            AllAreas => ("全部领域", "All areas"),
            OtherArea => ("换服务领域", "Another area"),
            EachArea => ("各服务领域", "Area by area"),
            EachCategory => ("各类对象", "Category by category"),
            Closer => ("放大", "Closer"),
            Farther => ("缩小", "Farther"),
            LowestFirst => ("探访率低的在前", "Lowest share first"),
            Reached => ("探访率 {}", "{} reached"),
            NoneDue => ("没有应访事项", "None due"),
            CountDue => ("应访 {}", "{} due"),
            CountVisited => ("已访 {}", "{} visited"),
            CountAttempted => ("未遇 {}", "{} not met"),
            CountOverdue => ("逾期 {}", "{} overdue"),
            CountExempt => ("免访 {}", "{} exempt"),
            CountedByDuty => ("按走访事项统计，一户可有多项。", "Counted by duty: a home can have several."),
            NothingToCount => ("这一期没有可统计的走访事项。", "There is nothing to count in this period."),
            AsOf => ("数据截至 {}", "As of {}"),
            NeverExchanged => (
                "还没有与中心完整交换过数据，数字可能不全。",
                "There was no full exchange with the hub yet: figures may lack something."
            ),
            SilentPhones => (
                "有 {} 部手机一天以上没有联系中心，上面的记录可能还没有计入。",
                "{} phones were silent for a day or more: what they recorded may not be counted yet."
            ),
            NoSilentPhones => ("各手机一天内都联系过中心。", "No phone was silent for a day."),
            SilenceUnknown => (
                "还不知道有没有手机失联。",
                "Whether phones are silent is not known yet."
            ),
            Grid => ("网格", "Grid"),
            HomesOfGrid => ("今天要走访的住户", "Homes to visit today"),
            NoHomesOfGrid => ("本网格今天没有要走访的住户。", "No home is left to visit in this grid today."),
            // Who answers for what.
            Since => ("自 {} 起", "Since {}"),
            ShareAsSheet => ("以表格分享", "Share as a spreadsheet"),
            NobodyAnswers => ("本网格目前没有人负责。", "Nobody answers for this grid at present."),
            NoGrids => ("本机上还没有网格。", "There is no grid on this phone yet."),
            // A photo.
            TakePhoto => ("拍照", "Take a photo"),
            WhatPhotoIs => ("拍的是什么", "What the photo is"),
            WhyPhoto => ("拍照用途", "What the photo is for"),
            OtherPurpose => ("其他用途", "Another purpose"),
            WhoAgreed => ("画面里的人是否同意", "Whether who is in the picture agreed"),
            PhotosTaken => ("本次照片：{} 张", "Photos of this visit: {}"),
            NoPhotoAsked => ("这里不要求拍照。", "No photo is asked for here."),
            UsePhoto => ("使用这张照片", "Use this photo"),
            Retake => ("重拍", "Take it again"),
            BlurFaces => ("遮挡人脸", "Blur faces"),
            BlurExplained => (
                "在要遮挡的地方画框。保存后不能恢复。",
                "Draw a box over what is to be blurred. Once kept it cannot be undone."
            ),
            UndoBlur => ("撤销上一个框", "Undo the last box"),
            AddStamp => ("加水印", "Add a stamp"),
            StampExplained => (
                "水印只供查看，不作为证据。",
                "A stamp is there to be read; it proves nothing."
            ),
            SealingPhoto => ("正在加密照片……", "Sealing the photo…"),
            PhotoSealed => ("照片已加密保存", "The photo is sealed"),
            PlainFileRemains => (
                "相机里的原文件没能删除，请手动删除。",
                "The camera's own file could not be removed. Please remove it."
            ),
            DeletePhoto => ("删除照片", "Delete the photo"),
            ReallyDeletePhoto => ("确定删除这张照片吗？", "Delete this photo?"),
            YesDeletePhoto => ("确定删除", "Yes, delete it"),
            NoDeletePhoto => ("保留照片", "No, keep the photo"),
            PhotoRefused => ("对方不同意拍照", "A photo was refused"),
            PhotoRefusedExplained => (
                "不同意拍照，走访照样可以完成。",
                "The visit can be finished without a photo."
            ),
            NoCamera => (
                "相机不能用。走访照样可以完成。",
                "The camera does not work. The visit can be finished without it."
            ),
            // What a supervisor settles.
            Review => ("审核", "Review"),
            Claims => ("待确认的情况", "Claims"),
            Remarks => ("异常提示", "Remarks"),
            NothingWaits => ("没有待处理的事项。", "Nothing waits."),
            Settle => ("处理", "Settle"),
            Seen => ("已了解", "Seen"),
            // Volunteers: pictures and few words.
            IAmHere => ("我到了", "I am here"),
            ShowTheWay => ("带我去", "Show me the way"),
            NoMapApp => ("本机没有可用的地图应用。", "There is no map app on this phone."),
            NoDialler => ("本机不能拨打电话。", "This phone cannot make calls."),
            AllWell => ("都好", "All is well"),
            WhatIsHard => ("哪方面有难处？", "What is hard?"),
            NobodyOpens => ("没人应门", "Nobody comes to the door"),
            TryInTurn => ("按顺序试一试", "Try these in turn"),
            ReachedNow => ("联系上了", "They were reached"),
            StillNobody => ("还是没有回应", "Still nobody"),
            Speak => ("按住说话", "Hold and speak"),
            SpeakEnds => ("松开就好", "Let go to end"),
            VoiceNote => ("语音留言", "Voice note"),
            VoiceKept => ("语音已保存：{}", "Voice note kept: {}"),
            PlayVoice => ("听一遍", "Play it"),
            DeleteVoice => ("删除语音", "Delete the voice note"),
            NoMicrophone => (
                "不能录音。走访照样可以完成。",
                "Nothing can be recorded. The visit can be finished without it."
            ),
            DayDone => ("今天都走完了，辛苦了！", "All done for today. Thank you!"),
        }
    };
}

macro_rules! table {
    ($($row:tt)*) => {
        vocabulary! {
            /// A word or sentence of a screen.
            ScreenWord { $($row)* }
        }
    };
}

screen_words!(table);

impl ScreenWord {
    /// The sentence with `values` in the places that it has for them, in their order.
    pub fn with(self, values: &[Text]) -> Text {
        sentence(self.label(), values)
    }
}

/// A sentence of both languages with `values` in the places that it has for them.
pub(super) fn sentence(Text { zh, en }: Text, values: &[Text]) -> Text {
    Text {
        zh: filled(&zh, values.iter().map(|value| value.zh.as_str())),
        en: filled(&en, values.iter().map(|value| value.en.as_str())),
    }
}

fn filled<'v>(sentence: &str, mut values: impl Iterator<Item = &'v str>) -> String {
    let mut parts = sentence.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push_str(values.next().unwrap_or_default());
        filled.push_str(part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::fieldwork::{PhoneWord, quantities::same};

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
    }

    #[test]
    fn every_word_is_there_in_both_languages_and_takes_the_same_values() {
        let mut labels = BTreeSet::new();
        let of_phones = PhoneWord::ALL.iter().map(|word| word.label());
        for Text { zh, en } in ScreenWord::ALL.iter().map(|word| word.label()).chain(of_phones) {
            assert!(labels.insert(zh.clone()), "{zh}: its words stand for another one");
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(&zh), places(&en), "{zh}");
            assert!(is_chinese(&zh), "{zh}");
            assert!(!is_chinese(&en) && !en.trim().is_empty(), "{zh}");
        }
    }

    #[test]
    fn values_stand_in_their_order_and_are_not_read_as_places_themselves() {
        let left = ScreenWord::HomesLeft.with(&[same("{}".to_owned()), same("7".to_owned())]);
        assert_eq!(left.en, "{} homes on the list today, 7 due this month");
    }
}
