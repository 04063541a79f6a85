//! Why something waits, in words.

use crate::text::vocabulary;

vocabulary! {
    /// Why the outbox waits.
    Cause {
        NoNetwork => ("没有网络，记录已保存在手机上", "No network; everything is saved on this phone"),
        NoAnswer => ("中心没有回应，稍后自动重试", "The hub did not answer; trying again soon"),
        NotTheHub => ("网络需要登录或被拦截，请检查网络", "Something else answered for the hub, perhaps a Wi-Fi login page"),
        HubBusy => ("中心繁忙，稍后自动重试", "The hub is busy; trying again soon"),
        Unintelligible => ("中心的回应无法理解，稍后重试", "The hub's answer cannot be understood; trying again later"),
        SessionRefused => ("登录未通过，稍后重试", "The hub refused the session; trying again later"),
        KeyLocked => ("手机密钥未解锁", "The phone's key is locked"),
        UnknownDevice => ("中心不认识这部手机，请重新登记", "The hub does not know this phone; enrol again"),
        Revoked => ("这部手机已被停用", "This phone was revoked"),
        UpgradeNeeded => ("请升级应用，记录可继续", "Update the app; recording goes on"),
        StorageFull => ("手机存储已满", "The phone's storage is full"),
        StoreFault => ("手机存储出错，稍后重试", "The phone's storage failed; trying again later"),
        WaitsForUnmetered => ("照片等待无线网络", "Photos wait for an unmetered network"),
        WaitsForAge => ("照片未满48小时，等待无线网络", "Photos less than 48 hours old wait for an unmetered network"),
        WaitsForBattery => ("照片等待充电", "Photos wait for the battery"),
        WaitsForRecord => ("先发送记录，再发送照片", "The record goes first, then the photo"),
        UploadBeginsAnew => ("中心没有收全照片，将重新上传", "The hub does not hold what was sent of the photo; it is sent anew"),
        PhotoTooLarge => ("照片超出中心的大小限制，请联系管理员", "The photo is larger than the hub takes; tell the office"),
        TooManyPhotosWait => (
            "这部手机有太多照片在中心等待核对，稍后自动重试",
            "Too many photos of this phone wait at the hub for their records; trying again later"
        ),
        TooManyRecordsWait => (
            "这部手机有太多记录在中心等待处理，其余记录已保存在手机上，稍后自动重试",
            "Too many records of this phone wait to be judged at the hub; the rest is saved here; trying again later"
        ),
        PhotoAltered => (
            "中心收到的照片与记录不符，照片留在手机上，请联系管理员",
            "The photo is not the one that was recorded; it stays on this phone; tell the office"
        ),
        PhotoRecordRejected => (
            "照片的记录未被采纳，照片留在手机上",
            "The record of this photo was not taken; the photo stays on this phone"
        ),
        RecordTooLarge => (
            "一条记录超出中心的大小限制，它和后面的记录都在等待，请联系管理员",
            "One record is larger than the hub takes; it and all records after it wait; tell the office"
        ),
        RequestTooLarge => ("请求超出中心的大小限制，稍后重试", "The hub finds the request too large; trying again later"),
        WaitsForVisit => (
            "手机将被清除，请先完成或放弃进行中的走访",
            "This phone is to be cleared; finish or give up the visit in progress first"
        ),
        Cancelled => ("已取消", "Cancelled"),
    }
}

impl Cause {
    /// Whether time alone may lift it; the others need the outside world.
    pub const fn passes(self) -> bool {
        matches!(
            self,
            Self::NoAnswer
                | Self::NotTheHub
                | Self::HubBusy
                | Self::Unintelligible
                | Self::SessionRefused
                | Self::StoreFault
                | Self::StorageFull
                | Self::UploadBeginsAnew
                | Self::TooManyPhotosWait
                | Self::TooManyRecordsWait
                | Self::RecordTooLarge
                | Self::RequestTooLarge
        )
    }

    /// Whether only the worker can do something about it, so that a notice is due. Everything else passes by itself, with the
    /// network, or is told where it waits.
    pub const fn asks_the_worker(self) -> bool {
        matches!(
            self,
            Self::KeyLocked
                | Self::UnknownDevice
                | Self::Revoked
                | Self::UpgradeNeeded
                | Self::StorageFull
                | Self::WaitsForVisit
        )
    }
}
