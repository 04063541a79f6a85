//! How it stands with this phone and with what it sends.

use doorstep_core::{error, fieldwork, sync};

use super::{Words, words};

words! {
    /// What a call asked for in vain.
    Thing = error::Thing {
        /// This phone's enrolment.
        Enrolment,
        /// A grid.
        Grid,
        /// A household.
        Household,
        /// A resident.
        Resident,
        /// A finished visit.
        Visit,
        /// A claim.
        Claim,
        /// A remark on a visit.
        Exception,
        /// A visit in progress.
        VisitInProgress,
        /// A rejected record.
        RejectedRecord,
        /// A photo.
        Photo,
        /// What a photo's record says.
        PhotoRecord,
        /// A photo's original.
        OriginalPhoto,
    }

    /// How far an operation has come.
    ItemState = fieldwork::ItemState {
        /// Waiting to be sent (待发送).
        Unsent,
        /// Received by the hub (已送达).
        Acknowledged,
        /// Taken (已采纳).
        Applied,
        /// Merged (已合并).
        Merged,
        /// Not taken (未采纳).
        Rejected,
        /// To be judged later (暂缓处理).
        Deferred,
    }

    /// How far a photo file has come.
    BlobState = fieldwork::BlobState {
        /// Waiting (待上传).
        Waiting,
        /// Uploading (上传中).
        Uploading,
        /// Sent, to be checked (已传完,待核对).
        Complete,
        /// Stored (已入库).
        Stored,
        /// Kept on this phone (留存本机).
        Kept,
        /// Not taken by the hub (中心未采纳).
        Refused,
    }

    /// What a phone may still do.
    DeviceState = fieldwork::DeviceState {
        /// Active (正常).
        Active,
        /// Sending all before it is wiped (交清中).
        Draining,
        /// Revoked (已停用).
        Revoked,
        /// Upgrade needed (需要升级).
        UpgradeNeeded,
    }

    /// How far a phone is from showing what its worker answers for.
    Readiness = fieldwork::Readiness {
        /// Not enrolled yet (还没有登记).
        NotEnrolled,
        /// The first data are on their way (正在接收第一批数据).
        FirstExchange,
        /// The data are here (数据已就绪).
        Ready,
    }

    /// Why the outbox waits.
    Cause = sync::Cause {
        /// No network; everything is saved on this phone (没有网络，记录已保存在手机上).
        NoNetwork,
        /// The hub did not answer; trying again soon (中心没有回应，稍后自动重试).
        NoAnswer,
        /// Something else answered for the hub, perhaps a Wi-Fi login page (网络需要登录或被拦截，请检查网络).
        NotTheHub,
        /// The hub is busy; trying again soon (中心繁忙，稍后自动重试).
        HubBusy,
        /// The hub's answer cannot be understood; trying again later (中心的回应无法理解，稍后重试).
        Unintelligible,
        /// The hub refused the session; trying again later (登录未通过，稍后重试).
        SessionRefused,
        /// The phone's key is locked (手机密钥未解锁).
        KeyLocked,
        /// The hub does not know this phone; enrol again (中心不认识这部手机，请重新登记).
        UnknownDevice,
        /// This phone was revoked (这部手机已被停用).
        Revoked,
        /// Update the app; recording goes on (请升级应用，记录可继续).
        UpgradeNeeded,
        /// The phone's storage is full (手机存储已满).
        StorageFull,
        /// The phone's storage failed; trying again later (手机存储出错，稍后重试).
        StoreFault,
        /// Photos wait for an unmetered network (照片等待无线网络).
        WaitsForUnmetered,
        /// Photos less than 48 hours old wait for an unmetered network (照片未满48小时，等待无线网络).
        WaitsForAge,
        /// Photos wait for the battery (照片等待充电).
        WaitsForBattery,
        /// The record goes first, then the photo (先发送记录，再发送照片).
        WaitsForRecord,
        /// The hub does not hold what was sent of the photo; it is sent anew (中心没有收全照片，将重新上传).
        UploadBeginsAnew,
        /// The photo is larger than the hub takes; tell the office (照片超出中心的大小限制，请联系管理员).
        PhotoTooLarge,
        /// Too many photos of this phone wait at the hub for their records; trying again later (等待核对的照片太多).
        TooManyPhotosWait,
        /// Too many records of this phone wait to be judged at the hub; the rest is saved here (等待处理的记录太多).
        TooManyRecordsWait,
        /// The photo is not the one that was recorded; it stays on this phone (照片与记录不符,照片留在手机上).
        PhotoAltered,
        /// The record of this photo was not taken; the photo stays on this phone (照片的记录未被采纳).
        PhotoRecordRejected,
        /// One record is larger than the hub takes; it and all after it wait (一条记录超出中心的大小限制).
        RecordTooLarge,
        /// The hub finds the request too large; trying again later (请求超出中心的大小限制，稍后重试).
        RequestTooLarge,
        /// This phone is to be cleared; finish or give up the visit in progress first (请先完成或放弃进行中的走访).
        WaitsForVisit,
        /// Cancelled (已取消).
        Cancelled,
    }
}

#[uniffi::export]
impl Cause {
    /// Whether only the worker can do something about it, so that a notice is due. A constant: it cannot fail.
    pub fn asks_the_worker(&self) -> bool {
        sync::Cause::from(*self).asks_the_worker()
    }
}
