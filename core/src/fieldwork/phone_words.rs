//! The words of screens about the phone itself: its settings, enrolment, lock, and what is said of the app. A table of its
//! own, since no shell takes more than 256 words in one.

use super::screen::sentence;
use crate::text::{Text, vocabulary};

/// Hands the table to a macro of the caller's, as [`screen_words!`](crate::screen_words) does.
#[macro_export]
macro_rules! phone_words {
    ($take:ident) => {
        $take! {
            // Settings.
            ThisPhone => ("本机", "This phone"),
            Hub => ("中心", "Hub"),
            TextSize => ("文字大小", "Text size"),
            TextStandard => ("标准", "Standard"),
            TextLarge => ("大", "Large"),
            TextLarger => ("特大", "Larger"),
            TextLargest => ("最大", "Largest"),
            LanguageOfScreens => ("语言", "Language"),
            InChinese => ("中文", "Chinese"),
            InEnglish => ("英文", "English"),
            NetworkAndPhotos => ("网络与照片", "Network and photos"),
            PhotosMayCost => (
                "等了 {} 小时的照片可以用流量发送",
                "Photos that waited for {} hours may use paid data"
            ),
            PhotosWait => (
                "其他照片等到有不计流量的网络再发；文字记录有网就发。",
                "Other photos wait for a network that costs nothing; written records go over any."
            ),
            Stored => ("本机上的数据", "What this phone holds"),
            StoredHomes => ("住户：{} 户", "Homes: {}"),
            StoredVisits => ("走访记录：{} 次", "Visits: {}"),
            StoredPhotos => ("照片：{} 张", "Photos: {}"),
            StoredBytes => ("占用空间：{}", "Space taken: {}"),
            VisitsBegun => ("未完成的走访：{}", "Visits in progress: {}"),
            RecordsUnsent => ("未送达的记录：{}", "Records not delivered: {}"),
            PhotosUnsent => ("未送达的照片：{}", "Photos not delivered: {}"),
            RecordsRejected => ("被退回的记录：{}", "Records that the hub did not take: {}"),
            SetAside => ("损坏后另行保存的数据：{} 份", "Damaged data that were set aside: {}"),
            ProofOfRecords => ("核对记录", "Proof of the records"),
            ProofExplained => (
                "从第一条记录核对到最后一条，看有没有缺失或改动。",
                "Checks from the first record to the last that none is missing or changed."
            ),
            Prove => ("开始核对", "Check now"),
            Proving => ("正在核对……", "Checking…"),
            ProvedSound => (
                "核对无误：{} 条记录，{} 张照片，没有缺失或改动。",
                "Sound: {} records and {} photos, none missing or changed."
            ),
            Diagnostics => ("诊断文件", "Diagnostics file"),
            DiagnosticsExplained => (
                "发给技术支持用：只有数量、版本、状态和原因，没有个人信息。",
                "To send to support: counts, versions, states and causes, no personal data."
            ),
            WriteDiagnostics => ("生成诊断文件", "Write the file"),
            DiagnosticsWritten => ("已生成：{}", "Written: {}"),
            HandOnFile => ("转发文件", "Hand the file on"),
            ShowContent => ("查看内容", "Show what it says"),
            Leave => ("离岗清除", "Leave and wipe"),
            LeaveExplained => (
                "离岗或换人使用时，清除本机上的全部住户信息、记录和照片。",
                "For a worker who leaves or hands the phone on: destroys all homes, records and photos on it."
            ),
            ReallyLeave => (
                "确定清除本机吗？清除后无法恢复。",
                "Wipe this phone? What is wiped cannot be brought back."
            ),
            WouldBeLost => ("以下内容会永远丢失：", "This would be lost for ever:"),
            NothingUnsent => ("记录和照片都已送达，不会丢失。", "All records and photos were delivered; none is lost."),
            LossUnknown => (
                "无法得知还有多少内容没有送达，可能会丢失。",
                "How much was not delivered cannot be told. It may be lost."
            ),
            SendFirst => ("先去发送", "Send first"),
            YesLeave => ("确定清除", "Yes, wipe it"),
            NoLeave => ("不清除", "No, keep it"),
            ChangeWorker => ("换人使用", "Change of worker"),
            ChangeWorkerExplained => (
                "每个人的数据分开加密保存，互相看不到。",
                "Each worker's data are kept and encrypted apart; nobody sees another's."
            ),
            Wiping => ("正在清除……", "Wiping…"),
            Wiped => ("本机已清除。", "This phone was wiped."),
            // Enrolment.
            CodeText => ("粘贴登记二维码的文字", "Paste the text of the enrolment code"),
            CodeFrom => (
                "登记二维码由管理员提供，只能用一次。",
                "The manager has the enrolment code. It is good for one phone."
            ),
            ReadCode => ("读取二维码", "Read the code"),
            ScanCode => ("拍下二维码", "Take a picture of the code"),
            CodeUnread => (
                "照片里没有读到登记二维码。请靠近、对正再拍，或粘贴文字。",
                "No code could be read in the picture. Go closer and take it again, or paste the text."
            ),
            NoCodeCamera => (
                "相机不能用。请粘贴二维码的文字。",
                "The camera does not work. Paste the text of the code."
            ),
            Notices => ("您需要知道", "What you should know"),
            NoticePlace => (
                "位置只在开始走访时和您要求时读取，从不跟踪。",
                "Your place is read when a visit begins and when you ask for it; nobody is followed."
            ),
            NoticeSeen => (
                "中心的管理人员能看到您的走访记录、照片和对位置的判断。",
                "Managers at the hub see your visits, your photos and how a place was judged."
            ),
            NoticeFlags => (
                "模拟定位、重复使用的照片会提示给管理人员，但不妨碍完成走访。",
                "Mock locations and photos used again are flagged to managers; they stop no visit."
            ),
            NoticeFigures => (
                "统计只比较网格和服务领域，不给人员排名。",
                "Figures compare grids and areas, never people."
            ),
            PinOpens => (
                "没有这个密码，本机上的记录谁也打不开，中心也不知道它。请记牢。",
                "Without this PIN nobody opens the records on this phone, and the hub does not know it. Remember it."
            ),
            PhoneCode => ("本机校验码", "This phone's code"),
            CompareCode => (
                "请管理员与中心的设备列表核对：一致，才是这部手机登记的。",
                "The manager compares it with the hub's list of devices: if it is the same, it was this phone that enrolled."
            ),
            EnrolAt => ("将向这个中心登记", "This phone would enrol at"),
            WillHold => ("本机将保存", "What this phone will hold"),
            HoldsHomes => (
                "中心按您的岗位下发的走访任务和住户信息",
                "Tasks and what you need to know of homes, as the hub gives them to your role"
            ),
            HoldsRecords => (
                "您的走访记录和照片，送达后再留一段时间",
                "Your visits and photos, and for a while after they were delivered"
            ),
            HoldsSealed => (
                "全部加密保存。离岗时请在“设置”里清除。",
                "All of it encrypted. Wipe it in Settings when you leave."
            ),
            HoldsByRole => ("看各岗位的明细", "What each role's phone holds"),
            Withheld => ("不下发到本机：{}", "Never given to this phone: {}"),
            EnrolNow => ("确认登记", "Enrol now"),
            OtherCode => ("换一个二维码", "Another code"),
            Enrolling => ("正在登记……", "Enrolling…"),
            Enrolled => ("本机已登记", "This phone is enrolled"),
            NotYou => (
                "如果不是您本人，请不要使用，并马上告诉管理员。",
                "If this is not you, do not use the phone and tell the manager at once."
            ),
            ToToday => ("去看今天的走访", "To today's visits"),
            // The lock.
            LockedNow => ("本机已锁定", "This phone is locked"),
            LockedIdle => (
                "{}没有操作，已自动锁定。记录都在。",
                "Locked after {} without a touch. All that was recorded is kept."
            ),
            EnterPin => ("输入密码", "Enter the PIN"),
            ChoosePin => ("设置密码", "Choose a PIN"),
            ChangePin => ("修改密码", "Change the PIN"),
            OldPin => ("输入原密码", "Enter the PIN you have now"),
            PinChanged => ("密码已修改。", "The PIN was changed."),
            RepeatPin => ("再输入一次", "Enter it once more"),
            PinsDiffer => ("两次输入的不一样。", "The two are not the same."),
            WrongPin => ("密码不对，还可以试 {} 次。", "That is not the PIN. Tries left: {}"),
            PinRests => ("试的次数太多，{}后再试。", "Too many tries. Wait for {}."),
            ForgottenPin => ("忘了密码，请联系管理员。", "Who forgot the PIN asks the manager."),
            NoPhoneCode => (
                "这部手机没有锁屏密码，没法确认您是它的主人。请先在手机的设置里设好，再试一次。",
                "The phone has no passcode of its own to know you by. Set one in its settings, then try again."
            ),
            BeginAnew => ("换一个空白账户开始", "Begin with an empty store"),
            BeginAnewExplained => (
                "本机上原有的内容加密留着，以后凭原来的密码，在“设置”里可以换回来。",
                "What is on this phone stays, encrypted: with its PIN you can change back to it in Settings."
            ),
            Unlock => ("解锁", "Unlock"),
            UnlockAsPhone => ("用手机锁屏的方式解锁", "Unlock as the phone itself"),
            HomesLocked => (
                "超过 {} 天没有联系中心，住户信息已锁定；走访照常记录。",
                "The hub was out of reach for over {} days: homes are locked, and recording goes on."
            ),
            // What workers say of the app.
            Feedback => ("投诉建议", "Complaints and suggestions"),
            FeedbackExplained => (
                "哪里不好用、有什么建议，都可以写。请不要写居民的姓名和电话。",
                "Write what does not work or could be better. Please name no resident and no phone number."
            ),
            FeedbackText => ("您想说的", "What you want to say"),
            GiveFeedback => ("提交反馈", "Send to the office"),
            FeedbackSaved => ("已保存，有网络时送达。", "Saved; it goes out as soon as there is a network."),
            FeedbackThanks => ("谢谢您的反馈。", "Thank you for telling us."),
        }
    };
}

macro_rules! table {
    ($($row:tt)*) => {
        vocabulary! {
            /// A word or sentence of a screen about the phone itself.
            PhoneWord { $($row)* }
        }
    };
}

phone_words!(table);

impl PhoneWord {
    /// The sentence with `values` in the places that it has for them, in their order.
    pub fn with(self, values: &[Text]) -> Text {
        sentence(self.label(), values)
    }
}
