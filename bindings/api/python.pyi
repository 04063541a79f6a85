# What apps see of the library. Written by `cargo xtask bindings`; never edited, never compiled.

class InternalError(Exception):

class BundleFor:
    # For whom an evidence bundle is made.
    def __init__(self, *, recipient:str, keep_days:int, is_opened:bool):

class CategoryKind(enum.Enum):
    # Why a resident is looked after. One resident has many, each with its dates and authority.
    DIBAO = 0
    # Minimum living allowance (低保).
    TEKUN = 1
    # Extreme hardship support (特困).
    DIBAO_EDGE = 2
    # Near minimum allowance (低保边缘).
    RIGID_EXPENDITURE = 3
    # Hardship by rigid expenditure (刚性支出困难).
    TEMP_AID = 4
    # Temporary aid (临时救助).
    POVERTY_WATCH = 5
    # Watched against return to poverty (防返贫监测).
    ORPHAN = 6
    # Orphan (孤儿).
    DE_FACTO_UNATTENDED = 7
    # De facto unattended child (事实无人抚养儿童).
    LEFT_BEHIND_CHILD = 8
    # Left-behind child (留守儿童).
    CHILD_IN_DIFFICULTY = 9
    # Child in difficulty (困境儿童).
    MIGRANT_CHILD = 10
    # Migrant child (流动儿童).
    CARE_RISK = 11
    # Care risk tier (探访风险等级).
    LEFT_BEHIND_ELDER = 12
    # Left-behind elder (留守老人).
    LIVES_ALONE = 13
    # Lives alone (独居).
    EMPTY_NEST = 14
    # Empty nest (空巢).
    DISABLING = 15
    # Disabling condition (失能).
    DEMENTIA = 16
    # Dementia (失智).
    OLD_AGE = 17
    # Advanced age (高龄).
    BEREAVED_ONLY_CHILD = 18
    # Bereaved of an only child (计生特殊家庭).
    DISABILITY = 19
    # Certified disability (残疾).
    SEVERE_MENTAL = 20
    # Severe mental disorder (精神障碍).
    SEVERE_ILLNESS = 21
    # Severe illness (重病).
    VAGRANT = 22
    # Vagrant (流浪乞讨).
    LEFT_BEHIND_WOMAN = 23
    # Left-behind woman (留守妇女).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

Day = datetime.date

class CategoryDraft:
    # One category of a resident, as it is entered.
    def __init__(self, *, kind:CategoryKind, grade:typing.Optional[str] = None, since:Day, until:typing.Optional[Day] = None, authority:typing.Optional[str] = None):

class CategoryView:
    # One category of a resident.
    def __init__(self, *, kind:CategoryKind, grade:typing.Optional[str], since:Day, until:typing.Optional[Day], authority:typing.Optional[str]):

ResidentId = uuid.UUID

class ChangedField:
    # A field of the register that the visit changes.
    def __init__(self, *, resident:typing.Optional[ResidentId], field:str):

ClaimId = uuid.UUID

HouseholdId = uuid.UUID

class HomeLine:
    # Where something was recorded.
    def __init__(self, *, greeting:str, address:str):

class ClaimKind(enum.Enum):
    # What a visit claims about someone and only a supervisor settles.
    DECEASED = 0
    # Deceased (去世).
    MOVED_OUT = 1
    # Moved out (迁出).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ClaimStatus(enum.Enum):
    # Where a claim stands.
    PENDING = 0
    # Pending (待确认).
    REPORTED = 1
    # Reported by who does not answer for the home (待核实).
    CONFIRMED = 2
    # Confirmed (已确认).
    REJECTED = 3
    # Rejected (已驳回).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ResidentView:
    # A resident as this role may see them.
    def __init__(self, *, id:ResidentId, name:str, identity_masked:typing.Optional[str], born:typing.Optional[Day], phone:typing.Optional[str], relation:typing.Optional[str], categories:typing.List[CategoryView], left_on:typing.Optional[Day]):

class Settlement:
    # A way to settle a claim.
    def __init__(self, *, status:ClaimStatus, who:typing.List[ResidentView]):

VisitId = uuid.UUID

StaffId = uuid.UUID

class StaffRole(enum.Enum):
    # What a worker is.
    SOCIAL_WORKER = 0
    # Social worker (社会工作者).
    COMMUNITY_WORKER = 1
    # Community worker (社区工作者).
    VOLUNTEER = 2
    # Volunteer (志愿者).
    CHILD_DIRECTOR = 3
    # Child director (儿童主任).
    CHILD_SUPERVISOR = 4
    # Child supervisor (儿童督导员).
    GRID_WORKER = 5
    # Grid worker (网格员).
    OFFICIAL = 6
    # Official (经办人员).
    SUPERVISOR = 7
    # Supervisor (督导).
    def holdings(self, ) -> Holdings:
        # What the hub gives to a phone of this role, for its worker to read before they agree. A constant: it cannot
        # fail.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class VisitMode(enum.Enum):
    # How a visit was made.
    IN_PERSON = 0
    # In person (上门).
    PHONE = 1
    # Phone (电话).
    VIDEO = 2
    # Video (视频).
    REMOTE = 3
    # Remote monitoring (远程监测).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class VisitOutcome(enum.Enum):
    # How a visit ended.
    COMPLETED = 0
    # Completed (已完成).
    NO_CHANGE = 1
    # No change (无变化).
    NOT_HOME = 2
    # Not home (不在家).
    REFUSED_ENTRY = 3
    # Refused entry (拒绝入户).
    DECLINED_SERVICE = 4
    # Declined service (谢绝服务).
    AWAY_FOR_WORK = 5
    # Away for work (外出务工).
    MOVED_OUT = 6
    # Moved out (迁出).
    TEMP_ELSEWHERE = 7
    # Staying elsewhere (投靠亲友).
    IN_INSTITUTION = 8
    # In an institution (机构集中供养).
    HOSPITALISED = 9
    # In hospital (住院).
    DECEASED = 10
    # Deceased (去世).
    ADDRESS_NOT_FOUND = 11
    # Address not found (地址不符).
    UNSAFE_TO_ENTER = 12
    # Unsafe to enter (不宜入户).
    EMERGENCY = 13
    # Emergency (紧急情况).
    def asks_what_follows(self, ) -> bool:
        # Whether a visit that ended so must say what follows. A constant: it cannot fail.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class VisitKind(enum.Enum):
    # What kind of work a visit did.
    HOUSEHOLD_VERIFICATION = 0
    # Household verification (入户核查).
    CARE_VISIT = 1
    # Care visit (探访关爱).
    CHILD_VERIFICATION = 2
    # Child verification (走访核查).
    FAMILY_VISIT = 3
    # Family visit (家庭探访).
    BASELINE_SURVEY = 4
    # Baseline survey (摸底排查).
    NEEDS_ASSESSMENT = 5
    # Needs assessment (需求评估).
    POPULATION_CANVASS = 6
    # Population canvass (人员摸排).
    NEIGHBOUR_INQUIRY = 7
    # Neighbour inquiry (邻里访问).
    RECHECK = 8
    # Periodic re-check (定期复核).
    REHAB_FOLLOW_UP = 9
    # Rehabilitation follow-up (康复随访).
    HEALTH_MONITORING = 10
    # Health monitoring (健康监测).
    HAZARD_CHECK = 11
    # Hazard check (隐患排查).
    MEDIATION = 12
    # Mediation (纠纷调解).
    DISCOVERY = 13
    # Active discovery (主动发现).
    OPINION_SURVEY = 14
    # Opinion survey (意见征集).
    SUPPORT_VISIT = 15
    # Support visit (帮扶走访).
    SERVICE_DELIVERY = 16
    # Service delivery (上门服务).
    REVISIT = 17
    # Return visit (回访).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class Subject:
    # Whom a duty or a visit is about.
    class HOUSEHOLD:
        # The household as a whole.

class VisitFact:
    # What was done to whom: the unit that discharges duties.
    def __init__(self, *, kind:VisitKind, subject:Subject):

class WellbeingCheck(enum.Enum):
    # What a visitor looks at whoever opens, answered with a tap on a picture.
    PERSON = 0
    # The person is well (人好).
    MEALS_AND_MEDICINE = 1
    # Meals and medicine (吃饭吃药).
    UTILITIES = 2
    # Water, power, heat (水电暖).
    TROUBLE = 3
    # Something is hard (有难处).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.
    def trouble(self, ) -> Words:
        # What is said of it when it is not well. A constant: it cannot fail.

class WellbeingAnswer:
    # How one thing was at the door.
    def __init__(self, *, check:WellbeingCheck, is_well:bool):

Timestamp = datetime.datetime

Timestamp = Timestamp

class NextStep(enum.Enum):
    # What follows an attempt.
    COME_BACK = 0
    # Come back (改日再访).
    LEAVE_NOTE = 1
    # Leave a note (留条).
    PHONE_FOLLOW_UP = 2
    # Call (打电话).
    ASK_NEIGHBOUR = 3
    # Ask the neighbour (问邻居).
    REPORT_AT_ONCE = 4
    # Report at once (立即上报).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class VisitView:
    # A past visit in short.
    def __init__(self, *, id:VisitId, by:StaffId, role:StaffRole, visitors:int, mode:VisitMode, outcome:VisitOutcome, facts:typing.List[VisitFact], wellbeing:typing.List[WellbeingAnswer], at:Timestamp, on:Day, next_step:typing.Optional[NextStep], corrected_by:typing.Optional[VisitId]):

class ClaimView:
    # A claim that nobody has settled yet.
    def __init__(self, *, id:ClaimId, household:HouseholdId, home:typing.Optional[HomeLine], kind:ClaimKind, on:Day, status:ClaimStatus, resident:typing.Optional[ResidentView], settlements:typing.List[Settlement], visit:typing.Optional[VisitView]):

class GridRole(enum.Enum):
    # What a worker is to one grid.
    CHIEF = 0
    # Grid chief (网格长).
    FULL_TIME = 1
    # Full-time grid worker (专职网格员).
    PART_TIME = 2
    # Part-time grid worker (兼职网格员).
    MICRO_LEAD = 3
    # Micro-grid lead (微网格长).
    ASSISTANT = 4
    # Assistant (协理员).
    SUPERVISOR = 5
    # Supervisor (督导).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ColleagueView:
    # Somebody to whom a home can be handed.
    def __init__(self, *, id:StaffId, name:str, staff_role:StaffRole, grid_role:GridRole):

class ConsentState(enum.Enum):
    # Whether the person in the picture agreed.
    GRANTED = 0
    # Granted (本人同意).
    GUARDIAN_GRANTED = 1
    # Guardian granted (监护人同意).
    REFUSED = 2
    # Refused (拒绝).
    WITHDRAWN = 3
    # Withdrawn (已撤回).
    NOT_NEEDED = 4
    # Nobody in the picture (无人入镜).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class FaceHiding(enum.Enum):
    # Whether faces are made unrecoverable in a picture before anything of it is kept.
    NOT_ASKED = 0
    # No face has to be hidden (不要求遮挡人脸).
    OF_MINORS = 1
    # Those of minors, where any are in the picture (画面里有未成年人的，须遮挡其人脸).
    REQUIRED = 2
    # All (须遮挡人脸).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ConsentChoice:
    # An answer of whoever would be in a picture, and what it comes to.
    def __init__(self, *, consent:ConsentState, allows:bool, faces:FaceHiding):
    def may_keep(self, hidden: int) -> bool:
        # Whether a picture in which so many parts are hidden may be kept.

class Datum(enum.Enum):
    # What a pair of degrees refers to. The shift between these is wider than many grids.

class Coordinate:
    # A position in degrees with its datum.
    def __init__(self, *, lat:float, lon:float, datum:Datum):

class Corner:
    # A corner of an outline in degrees of WGS-84, which most maps in China do not show where it lies: turn it first.
    def __init__(self, *, lon:float, lat:float):

class CountedHome:
    # A home behind a figure.
    def __init__(self, *, household:HouseholdId, greeting:str, address:str, village_group:typing.Optional[str], building:typing.Optional[str], floor:typing.Optional[int], count:int, may_hand_over:bool):

class Words:
    # One sentence or label in both languages of the product.
    def __init__(self, *, zh:str, en:str):

class Counts:
    # The figures of one group of duties.
    def __init__(self, *, due:int, visited:int, attempted:int, overdue:int, exempt:int, rate:typing.Optional[float], share:Words):

GridCode = str

class ServiceArea(enum.Enum):
    # The programme's eight areas. A tenant switches areas off, never deletes them.
    SOCIAL_ASSISTANCE = 0
    # Social assistance (社会救助).
    ELDER_CARE = 1
    # Elder care (养老服务).
    CHILD_WELFARE = 2
    # Child welfare (儿童福利).
    COMMUNITY_GOVERNANCE = 3
    # Community governance (社区治理).
    SOCIAL_AFFAIRS = 4
    # Social affairs (社会事务).
    PEACEFUL_COMMUNITY = 5
    # Peaceful community (平安建设).
    RURAL_REVITALIZATION = 6
    # Rural revitalization (乡村振兴).
    EPIDEMIC_CONTROL = 7
    # Epidemic control (疫情防控).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class CoverageLine:
    # The figures of a grid: all of it, one area of it, or one category in it.
    def __init__(self, *, grid:GridCode, grid_name:str, area:typing.Optional[ServiceArea], category:typing.Optional[CategoryKind], counts:Counts):

class Diagnostics:
    # What was written.
    def __init__(self, *, path:str, json:str):

TicketId = uuid.UUID

class TicketState(enum.Enum):
    # Where a ticket stands.
    OPEN = 0
    # Open (待访).
    ATTEMPTED = 1
    # Attempted (未遇).
    VISITED = 2
    # Visited (已访).
    EXEMPT = 3
    # Exempt (免访).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class TicketView:
    # What a role that may not see categories is asked to do.
    def __init__(self, *, id:TicketId, task:Words, opens:Day, due:Day, modes:typing.List[VisitMode], visitors:int, safety_note:typing.Optional[str], state:TicketState):

class WorkChoice:
    # Work to tick, and whom it is for.
    def __init__(self, *, fact:VisitFact, name:typing.Optional[str], label:Words):

class DoorWork:
    # What is ticked off at a door beside the pictures.
    def __init__(self, *, tickets:typing.List[TicketView], work:typing.List[WorkChoice]):

PhotoId = uuid.UUID

class EvidenceKind(enum.Enum):
    # What a piece of evidence is.
    PHOTO = 0
    # Photo (照片).
    SIGNATURE = 1
    # Signature (签字).
    THUMBPRINT = 2
    # Thumbprint (手印).
    DOCUMENT = 3
    # Document (材料).
    VOICE = 4
    # Voice (录音).
    LEAVE_NOTE = 5
    # Note left (留条).
    NOTICE_PHOTO = 6
    # Photo of a public notice (公示照片).
    INJURY = 7
    # Injury, for a mandatory report (伤情照片).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class DraftPhotoView:
    # A photo of the visit in progress; its sealed file is on the disk.
    def __init__(self, *, id:PhotoId, kind:EvidenceKind, reason:str, consent:ConsentState, captured_at:Timestamp):

class ExemptReason(enum.Enum):
    # Why a duty need not be done.
    CLAIM_PENDING = 0
    # Claim awaiting confirmation (待确认去世或迁出).
    CLAIM_CONFIRMED = 1
    # Deceased or moved out (已去世或迁出).
    EXCUSED = 2
    # Excused by a supervisor (免访).
    CATEGORY_ENDED = 3
    # Category ended (类别已终止).
    LEFT = 4
    # Left (已离开).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class DutyState:
    # Where a duty stands.
    class OPEN:
        # Nobody came yet.
    class ATTEMPTED:
        # Somebody came and did not reach the subject.
    class VISITED:
        # Done.

class DutyView:
    # One thing due at a household.
    def __init__(self, *, subject:Subject, rule:str, title:Words, task:Words, legal_basis:Words, photo_reason:typing.Optional[Words], area:ServiceArea, opens:Day, due:Day, visitors:int, state:DutyState, standing:Words, is_due_today:bool):

class StaffView:
    # A worker.
    def __init__(self, *, id:StaffId, name:str, role:StaffRole):

class EnrolledView:
    # What the worker confirms after an enrolment.
    def __init__(self, *, staff:StaffView, tenant:str, is_demo:bool):

class EntryField(enum.Enum):
    # A field of a home or a resident that is typed.
    GREETING = 0
    # The form of address at the door (称呼).
    ADDRESS = 1
    # The address (地址).
    VILLAGE_GROUP = 2
    # Village group (村组).
    BUILDING = 3
    # Building (楼栋).
    FLOOR = 4
    # Floor (楼层).
    HOME_PHONE = 5
    # Where to call the home (住户电话).
    SAFETY_NOTE = 6
    # What a visitor must know to be safe (安全提示).
    NAME = 7
    # Name (姓名).
    BORN = 8
    # Birthday (出生日期).
    OWN_PHONE = 9
    # Where to call them (本人电话).
    RELATION = 10
    # What they are to the householder (与户主关系).
    IDENTITY = 11
    # Identity number (身份证号).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class EntryView:
    # One field of a form, as it stands.
    def __init__(self, *, field:EntryField, resident:typing.Optional[ResidentId], whose:typing.Optional[str], text:str, is_changed:bool):

ExceptionId = uuid.UUID

class VisitFlag(enum.Enum):
    # A remark on a visit for a manager's eye.
    MOCK_LOCATION = 0
    # Mock location (模拟定位).
    OLD_FIX = 1
    # Old fix (定位过旧).
    OUTSIDE_FENCE = 2
    # Away from the home (不在家附近).
    NO_FIX = 3
    # No fix (无定位).
    CLOCK_SKEW = 4
    # Clock skew (时钟偏差).
    REUSED_PHOTO = 5
    # Photo used again (照片重复使用).
    IMPOSSIBLE_SPEED = 6
    # Impossible speed (移动过快).
    NOT_ASSIGNED = 7
    # Not assigned there (不在责任区).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ExceptionView:
    # A remark on a visit that nobody has seen yet.
    def __init__(self, *, id:ExceptionId, household:HouseholdId, home:typing.Optional[HomeLine], flag:VisitFlag, words:Words, visit:typing.Optional[VisitView]):

class FellowVisitor:
    # Somebody who came along.
    def __init__(self, *, staff:typing.Optional[StaffId] = None, name:typing.Optional[str] = None):

class PeriodKind(enum.Enum):
    # The length of a civil period.
    WEEK = 0
    # ISO week, from Monday.
    MONTH = 1
    # Calendar month.
    QUARTER = 2
    # Three months from January, April, July or October.
    HALF_YEAR = 3
    # Six months from January or July.
    YEAR = 4
    # Calendar year.

class Figure(enum.Enum):
    # One of the figures of a group of duties.
    DUE = 0
    # Due (应访).
    VISITED = 1
    # Visited (已访).
    ATTEMPTED = 2
    # Not met (未遇).
    OVERDUE = 3
    # Overdue (逾期).
    EXEMPT = 4
    # Exempt (免访).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class FigureOf:
    # Which figure of coverage, as a screen shows it.
    def __init__(self, *, kind:PeriodKind, figure:Figure, day:typing.Optional[Day] = None, grid:typing.Optional[GridCode] = None, area:typing.Optional[ServiceArea] = None, category:typing.Optional[CategoryKind] = None):

class UnknownAccuracy(enum.Enum):
    # Why a fix's accuracy says nothing.
    NOT_GIVEN = 0
    # The source gave none.
    NOT_A_NUMBER = 1
    # NaN or infinite.
    NOT_POSITIVE = 2
    # Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class Fix:
    # A location fix on the core's clocks, as a draft keeps it.
    def __init__(self, *, at:Coordinate, accuracy_m:typing.Optional[float], accuracy_is_68_percent:bool, why_no_accuracy:typing.Optional[UnknownAccuracy], altitude_m:typing.Optional[float], speed_mps:typing.Optional[float], gps_time:typing.Optional[Timestamp], device_time:Timestamp, monotonic_ms:int, boot_id:int, is_mock:bool, is_simulated:bool, is_from_accessory:bool):

class FixDraft:
    # A location fix as the platform hands it over; `Visits.fix` turns it into a `Fix`.
    def __init__(self, *, at:Coordinate, accuracy_m:typing.Optional[float], accuracy_is_68_percent:bool, age_ms:int, altitude_m:typing.Optional[float] = None, speed_mps:typing.Optional[float] = None, gps_time:typing.Optional[Timestamp] = None, is_mock:bool = False, is_simulated:bool = False, is_from_accessory:bool = False):

class FixView:
    # What the core makes of a platform's fix.
    def __init__(self, *, fix:typing.Optional[Fix], fault:typing.Optional[Words]):

class GridLine:
    # A grid by name.
    def __init__(self, *, grid:GridCode, name:str):

class OutlinePart:
    # One piece of ground that a grid covers.
    def __init__(self, *, outer:typing.List[Corner], holes:typing.List[typing.List[Corner]]):

class GridShape:
    # A grid as a map shows it.
    def __init__(self, *, grid:GridCode, name:str, parts:typing.List[OutlinePart], label_at:typing.Optional[Coordinate]):

class GridShapePage:
    # A page of grids for a map.
    def __init__(self, *, shapes:typing.List[GridShape], next:typing.Optional[GridCode]):

class HandedOverView:
    # A home that was handed to a colleague who answers for its grid (转交).
    def __init__(self, *, to_me:bool, to:typing.Optional[str], by:typing.Optional[str], until:Day, note:typing.Optional[str]):

class Holdings:
    # What a phone of a role holds.
    def __init__(self, *, lines:typing.List[Words], withheld:typing.Optional[Words]):

class HomeCursorProtocol(typing.Protocol):
    # Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
    # reach no log; it is good until the app ends.

class HomeCursor(HomeCursorProtocol):
    # Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
    # reach no log; it is good until the app ends.

class HomePage:
    # A page of homes behind a figure.
    def __init__(self, *, homes:typing.List[CountedHome], next:typing.Optional[HomeCursor]):

class Network(enum.Enum):
    # The network as the platform sees it.
    OFFLINE = 0
    # None.
    METERED = 1
    # One that costs money.
    UNMETERED = 2
    # One that does not.

class HostStatus:
    # What decides which work may go out.
    def __init__(self, *, network:Network, battery_percent:int, is_charging:bool, photos_may_cost:bool):

class HouseholdDraft:
    # A household met at the door that no list has.
    def __init__(self, *, grid:GridCode, greeting:str, address:str, village_group:typing.Optional[str] = None, phone:typing.Optional[str] = None, place:typing.Optional[Coordinate] = None):

NeedId = uuid.UUID

class NeedKind(enum.Enum):
    # What is needed.
    LIVING_CARE = 0
    # Living care (生活照料).
    REHAB = 1
    # Rehabilitation (康复保健).
    EMOTIONAL = 2
    # Emotional support (精神慰藉).
    SOCIAL_INCLUSION = 3
    # Social inclusion (社会融入).
    HOSPITAL_COMPANION = 4
    # Company in hospital (住院陪护).
    MEDICAL = 5
    # Medical (医疗).
    EDUCATION = 6
    # Education (教育).
    GUARDIANSHIP = 7
    # Guardianship (监护).
    HOUSING = 8
    # Housing (住房).
    EMPLOYMENT = 9
    # Employment (就业).
    LEGAL_AID = 10
    # Legal aid (法律援助).
    MONEY = 11
    # Money and goods (资金物资).
    POLICY_APPLY = 12
    # Applying for a policy (政策申请).
    ACCESSIBILITY_REFIT = 13
    # Accessibility refit (适老化/无障碍改造).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ReferralStatus(enum.Enum):
    # Where a need stands. It moves forward only within a round; an objection opens a new round.
    FOUND = 0
    # Found (已发现).
    REPORTED = 1
    # Reported (已报告).
    ACCEPTED = 2
    # Accepted (已受理).
    ASSIGNED = 3
    # Assigned (已转介).
    IN_PROGRESS = 4
    # In progress (办理中).
    PUBLIC_NOTICE = 5
    # Public notice (公示中).
    RESOLVED = 6
    # Resolved (已办结).
    DECLINED = 7
    # Declined (不符合).
    RETURNED = 8
    # Returned (退回).
    OBJECTED = 9
    # Objected (有异议).
    REVISIT_DONE = 10
    # Revisited (已回访).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class NeedView:
    # A need that is not closed.
    def __init__(self, *, id:NeedId, resident:typing.Optional[ResidentId], kind:NeedKind, status:ReferralStatus, round:int, note:typing.Optional[str]):

class HouseholdView:
    # A household with all that a visitor of this role needs.
    def __init__(self, *, id:HouseholdId, grid:GridCode, greeting:str, address:str, village_group:typing.Optional[str], building:typing.Optional[str], floor:typing.Optional[int], phone:typing.Optional[str], place:typing.Optional[Coordinate], safety_note:typing.Optional[str], residents:typing.List[ResidentView], duties:typing.List[DutyView], tickets:typing.List[TicketView], visits:typing.List[VisitView], correctable:typing.List[VisitId], needs:typing.List[NeedView], handed_over:typing.Optional[HandedOverView], may_hand_over:bool, may_add_resident:bool, lock:typing.Optional[Words]):

class HttpAnswer:
    # What the server answered.
    def __init__(self, *, status:int, headers:dict[str, str], body:bytes):

class HttpMethod(enum.Enum):
    # An HTTP method.
    GET = 0
    # Read.
    POST = 1
    # Send a message.
    HEAD = 2
    # Ask for headers only.
    PATCH = 3
    # Append to an upload.

class HttpRequest:
    # A request for the platform to perform. Follow no redirect.
    def __init__(self, *, method:HttpMethod, url:str, headers:dict[str, str], body:typing.Optional[str], spki_sha256:bytes):

class HubAddress:
    # Where the hub is and which key it must show.
    def __init__(self, *, url:str, spki_sha256:bytes):

DeviceId = uuid.UUID

class RoleScreens:
    # Which screens a worker needs, so that no app decides by the name of a role.
    def __init__(self, *, holds_tickets:bool, reviews:bool, is_plain:bool):

class DeviceState(enum.Enum):
    # What a phone may still do.
    ACTIVE = 0
    # Active (正常).
    DRAINING = 1
    # Sending all before it is wiped (交清中).
    REVOKED = 2
    # Revoked (已停用).
    UPGRADE_NEEDED = 3
    # Upgrade needed (需要升级).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class IdentityView:
    # Who this phone is.
    def __init__(self, *, device:DeviceId, staff:StaffView, screens:RoleScreens, tenant:str, is_demo:bool, report_phone:typing.Optional[str], hub:HubAddress, state:DeviceState):

OpId = uuid.UUID

class JournalProofView:
    # A journal that proved sound.
    def __init__(self, *, records:int, photos:int, last:typing.Optional[OpId]):

class LateEntry:
    # A visit first written on paper (补录).
    def __init__(self, *, visited_on:Day, visited_by:StaffId):

class Left:
    # How many homes are left to visit. A home counts once in each, whatever is due there.
    def __init__(self, *, today:int, overdue:int, this_month:int):

class LogLevel(enum.Enum):
    # How grave a log line is.
    INFO = 0
    # The normal course.
    WARNING = 1
    # Something failed that is tried again or shown to the worker.
    ERROR = 2
    # A fault of ours.

class LogLine:
    # One line of the log: what was called and how it went. Never personal data.
    def __init__(self, *, at:Timestamp, level:LogLevel, what:str, how:str):

class LossView:
    # What lies nowhere but on this phone, and is lost with it: when its worker leaves, when another takes it over.
    def __init__(self, *, is_nothing:bool, records:int, photos:int, visits:int, rejected:int, set_aside:int, lines:typing.List[Words], sentence:Words):

class NeedDraft:
    # A need found during the visit.
    def __init__(self, *, kind:NeedKind, resident:typing.Optional[ResidentId] = None, note:typing.Optional[str] = None):

class ItemState(enum.Enum):
    # How far an operation has come.
    UNSENT = 0
    # Waiting to be sent (待发送).
    ACKNOWLEDGED = 1
    # Received by the hub (已送达).
    APPLIED = 2
    # Taken (已采纳).
    MERGED = 3
    # Merged (已合并).
    REJECTED = 4
    # Not taken (未采纳).
    DEFERRED = 5
    # To be judged later (暂缓处理).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class OutboxLineView:
    # One record in the outbox.
    def __init__(self, *, seq:int, op:OpId, kind:str, what:Words, household:typing.Optional[HouseholdId], home:typing.Optional[HomeLine], recorded_at:Timestamp, bytes:int, state:ItemState, attempts:int, next_try:typing.Optional[Timestamp], words:Words):

class PeriodView:
    # A civil period of the tenant's calendar, and the ways to its neighbours: a day of theirs, for asking for them.
    def __init__(self, *, kind:PeriodKind, name:str, start:Day, end:Day, is_current:bool, earlier:typing.Optional[Day], later:typing.Optional[Day]):

class PhotoChoice:
    # What a photo of a visit can be.
    def __init__(self, *, kind:EvidenceKind, consents:typing.List[ConsentChoice]):
    def may_take(self, reason: str,consent: typing.Optional[ConsentState]) -> bool:
        # Whether the camera may be opened for `reason`, once the answer is `consent`; never before there is one. What is then
        # taken is looked at again.

class PhotoRegion:
    # A part of the upright picture to make unrecoverable; all four in parts of its width and height, 0 to 1.
    def __init__(self, *, left:float, top:float, width:float, height:float):

class StampWords:
    # What a stamp shows. It is recorded beside the photo, and whoever sees the picture reads it. At most 60 characters
    # each.
    def __init__(self, *, taken:Timestamp, place:typing.Optional[str] = None, worker:typing.Optional[str] = None, household:typing.Optional[str] = None):

class StampLook:
    # How a stamp is drawn.
    class SMALL_FONT:
        # By the core, in the font that comes along: ASCII and the stamp's own labels.
    class FONT:
        # By the core, in a TrueType or OpenType font of the app or the system.

class PhotoStamp:
    # A stamp on the copy of a photo that travels. Decoration: what proves a photo is its seal.
    def __init__(self, *, words:StampWords, look:StampLook):

class PhotoDraft:
    # Why and how a photo is taken.
    def __init__(self, *, kind:EvidenceKind, reason:str, consent:ConsentState, hidden:typing.List[PhotoRegion] = _DEFAULT, stamp:typing.Optional[PhotoStamp] = None):

class BlobState(enum.Enum):
    # How far a photo file has come.
    WAITING = 0
    # Waiting (待上传).
    UPLOADING = 1
    # Uploading (上传中).
    COMPLETE = 2
    # Sent, to be checked (已传完,待核对).
    STORED = 3
    # Stored (已入库).
    KEPT = 4
    # Kept on this phone (留存本机).
    REFUSED = 5
    # Not taken by the hub (中心未采纳).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class PhotoLineView:
    # One photo on its way to the hub.
    def __init__(self, *, photo:PhotoId, visit:VisitId, household:HouseholdId, home:typing.Optional[HomeLine], captured_at:Timestamp, bytes:int, sent:int, state:BlobState, attempts:int, next_try:typing.Optional[Timestamp], words:Words):

class PhotoPixels:
    # The pixels of a HEIC as the platform decoded them. 1920 on the longer side are enough; where something is hidden,
    # what is sealed as the original has the size that is handed over.
    def __init__(self, *, width:int, height:int, rgba:bytes, orientation:int):

class FencePlace(enum.Enum):
    # What the fence around a home answers.
    INSIDE = 0
    # In the fence.
    OUTSIDE = 1
    # Beyond it.
    UNCERTAIN = 2
    # Too near the edge for the fix's accuracy.
    UNKNOWN = 3
    # No fix, no accuracy or no fence.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class WhyUnknown(enum.Enum):
    # Why a fence has no answer.
    NO_FIX = 0
    # The visit has no fix.
    NO_ACCURACY = 1
    # The fix does not say how well it is known.
    NO_PLACE = 2
    # Nobody has recorded where the home lies.
    NO_FENCE = 3
    # The tenant's radius makes no fence.
    NOT_AT_HOME = 4
    # The visit was not made at the home, or not there and then.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class FixFlag(enum.Enum):
    # Something that speaks against a fix, or that a manager should know of it.
    MOCK = 0
    # From a mock provider: a fraud, or an honest external receiver.
    SIMULATED = 1
    # Simulated by software.
    ACCESSORY = 2
    # From an external receiver.
    OLD = 3
    # Taken more than two minutes before the visit began.
    CLOCK_FAR_FROM_GPS = 4
    # The phone's clock is more than five minutes off GPS time.
    NO_ACCURACY = 5
    # The source gave no accuracy.
    IMPOSSIBLE_SPEED = 6
    # The way from the visit before was too fast for one person.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class PlaceView:
    # Where a visit in progress stands as against its home: an answer, never a lock on the door.
    def __init__(self, *, fence:FencePlace, probability:typing.Optional[float], why:typing.Optional[WhyUnknown], flags:typing.List[FixFlag], sentence:Words):

class ResidentDraft:
    # A resident met at the door whom no list has.
    def __init__(self, *, name:str, identity:typing.Optional[str] = None, born:typing.Optional[Day] = None, phone:typing.Optional[str] = None, relation:typing.Optional[str] = None, categories:typing.List[CategoryDraft] = _DEFAULT):

class ResponsibilityLineView:
    # One line of the list. It names workers and duties, never residents.
    def __init__(self, *, grid:GridCode, grid_name:str, name:str, staff_role:StaffRole, grid_role:GridRole, since:Day):

class StepChoice:
    # What may follow when nobody answers, and whom it calls.
    def __init__(self, *, step:NextStep, dials:typing.Optional[str]):

class Turn(enum.Enum):
    # Where a step stands among those that are tried when nobody opens.
    TRIED = 0
    # It was tried, or passed over.
    NEXT = 1
    # It is the one to try now.
    LATER = 2
    # Its turn has not come.

class Rung:
    # One of the steps when nobody opens.
    def __init__(self, *, choice:StepChoice, turn:Turn, is_open:bool, is_last:bool):

class SearchHitView:
    # A household or a resident that was found.
    def __init__(self, *, household:HouseholdId, resident:typing.Optional[ResidentId], title:str, address:str):

class SearchCursorProtocol(typing.Protocol):
    # Where a page of what was found ended, for asking for the next one; it is good until the app ends.

class SearchCursor(SearchCursorProtocol):
    # Where a page of what was found ended, for asking for the next one; it is good until the app ends.

class SearchPage:
    # A page of what was found.
    def __init__(self, *, hits:typing.List[SearchHitView], next:typing.Optional[SearchCursor]):

class StopDutyView:
    # One open duty at a stop.
    def __init__(self, *, subject:Subject, name:typing.Optional[str], rule:str, title:Words, opens:Day, due:Day, is_attempted:bool, missed_since:typing.Optional[Day]):

class StopHandOverView:
    # A stop that was handed to one of those who answer for its grid; `Register.household` has the names.
    def __init__(self, *, to_me:bool, note:typing.Optional[str]):

class StopView:
    # A household to call at, with all that is due there.
    def __init__(self, *, household:HouseholdId, greeting:str, address:str, place:typing.Optional[Coordinate], metres:typing.Optional[float], village_group:typing.Optional[str], building:typing.Optional[str], floor:typing.Optional[int], safety_note:typing.Optional[str], handed_over:typing.Optional[StopHandOverView], duties:typing.List[StopDutyView], tickets:typing.List[TicketView]):

class StopCursorProtocol(typing.Protocol):
    # Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
    # reach no log; it is good until the app ends.

class StopCursor(StopCursorProtocol):
    # Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
    # reach no log; it is good until the app ends.

class StopPage:
    # A page of stops.
    def __init__(self, *, stops:typing.List[StopView], next:typing.Optional[StopCursor]):

class StoredView:
    # What lies on this phone.
    def __init__(self, *, homes:int, visits:int, photos:int, bytes:int, lines:typing.List[Words]):

class SubjectOutcome:
    # One resident's own outcome where it differs from the visit's.
    def __init__(self, *, resident:ResidentId, outcome:VisitOutcome):

class Cause(enum.Enum):
    # Why the outbox waits.
    NO_NETWORK = 0
    # No network; everything is saved on this phone (没有网络，记录已保存在手机上).
    NO_ANSWER = 1
    # The hub did not answer; trying again soon (中心没有回应，稍后自动重试).
    NOT_THE_HUB = 2
    # Something else answered for the hub, perhaps a Wi-Fi login page (网络需要登录或被拦截，请检查网络).
    HUB_BUSY = 3
    # The hub is busy; trying again soon (中心繁忙，稍后自动重试).
    UNINTELLIGIBLE = 4
    # The hub's answer cannot be understood; trying again later (中心的回应无法理解，稍后重试).
    SESSION_REFUSED = 5
    # The hub refused the session; trying again later (登录未通过，稍后重试).
    KEY_LOCKED = 6
    # The phone's key is locked (手机密钥未解锁).
    UNKNOWN_DEVICE = 7
    # The hub does not know this phone; enrol again (中心不认识这部手机，请重新登记).
    REVOKED = 8
    # This phone was revoked (这部手机已被停用).
    UPGRADE_NEEDED = 9
    # Update the app; recording goes on (请升级应用，记录可继续).
    STORAGE_FULL = 10
    # The phone's storage is full (手机存储已满).
    STORE_FAULT = 11
    # The phone's storage failed; trying again later (手机存储出错，稍后重试).
    WAITS_FOR_UNMETERED = 12
    # Photos wait for an unmetered network (照片等待无线网络).
    WAITS_FOR_AGE = 13
    # Photos less than 48 hours old wait for an unmetered network (照片未满48小时，等待无线网络).
    WAITS_FOR_BATTERY = 14
    # Photos wait for the battery (照片等待充电).
    WAITS_FOR_RECORD = 15
    # The record goes first, then the photo (先发送记录，再发送照片).
    UPLOAD_BEGINS_ANEW = 16
    # The hub does not hold what was sent of the photo; it is sent anew (中心没有收全照片，将重新上传).
    PHOTO_TOO_LARGE = 17
    # The photo is larger than the hub takes; tell the office (照片超出中心的大小限制，请联系管理员).
    TOO_MANY_PHOTOS_WAIT = 18
    # Too many photos of this phone wait at the hub for their records; trying again later (等待核对的照片太多).
    TOO_MANY_RECORDS_WAIT = 19
    # Too many records of this phone wait to be judged at the hub; the rest is saved here (等待处理的记录太多).
    PHOTO_ALTERED = 20
    # The photo is not the one that was recorded; it stays on this phone (照片与记录不符,照片留在手机上).
    PHOTO_RECORD_REJECTED = 21
    # The record of this photo was not taken; the photo stays on this phone (照片的记录未被采纳).
    RECORD_TOO_LARGE = 22
    # One record is larger than the hub takes; it and all after it wait (一条记录超出中心的大小限制).
    REQUEST_TOO_LARGE = 23
    # The hub finds the request too large; trying again later (请求超出中心的大小限制，稍后重试).
    WAITS_FOR_VISIT = 24
    # This phone is to be cleared; finish or give up the visit in progress first (请先完成或放弃进行中的走访).
    CANCELLED = 25
    # Cancelled (已取消).
    def asks_the_worker(self, ) -> bool:
        # Whether only the worker can do something about it, so that a notice is due. A constant: it cannot fail.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class Summary:
    # What an exchange did.
    def __init__(self, *, requests:int, acknowledged:int, rows:int, uploads:int, retries:int, healed:int, photos_wait:typing.Optional[Cause]):

class TakenPhoto:
    # A photo that was taken, and what became of the camera's file.
    def __init__(self, *, photo:PhotoId, plain_file_remains:bool):

class Typed:
    # What was typed into a field; blank when there is none.
    def __init__(self, *, field:EntryField, text:str):

class UnsentExport:
    # What a file of unsent work holds.
    def __init__(self, *, records:int, photos:int, left_out:int, bytes:int):

class VisitChoices:
    # What one visit can choose from.
    def __init__(self, *, usual_outcomes:typing.List[VisitOutcome], other_outcomes:typing.List[VisitOutcome], work:typing.List[WorkChoice], other_work:typing.List[WorkChoice], tickets:typing.List[TicketView], next_steps:typing.List[StepChoice], report_phone:typing.Optional[str], visitors:int, photo_reasons:typing.List[Words], signature_reasons:typing.List[Words], paper:LateEntry, photos:typing.List[PhotoChoice]):
    def at_door(self, draft: VisitDraft) -> DoorWork:
        # What is ticked off at a door beside the pictures: nothing where the visit is one task alone, and work without a
        # ticket only where none is ticked.
    def ladder(self, tried: typing.Optional[NextStep],in_vain: bool) -> typing.List[Rung]:
        # The steps when nobody opens, in their order, after `tried` was tried last; the one after it has its turn once
        # `in_vain`: that it came to nothing.

DraftId = uuid.UUID

class VisitPlace(enum.Enum):
    # Where a visit took place.
    HOME = 0
    # Home (家中).
    INSTITUTION = 1
    # Institution (机构).
    PUBLIC_PLACE = 2
    # Public place (公共场所).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class VisitDraft:
    # A visit in progress. Edit it freely, save it with `Visits.save` at each change, end it with `Visits.finish`.
    # `photos` and `changes` are shown here and changed by calls of their own, and `corrects` stays as it began.
    def __init__(self, *, id:DraftId, household:HouseholdId, started_at:Timestamp, place:VisitPlace, mode:VisitMode, outcome:typing.Optional[VisitOutcome], facts:typing.List[VisitFact], tickets:typing.List[TicketId], subject_outcomes:typing.List[SubjectOutcome], wellbeing:typing.List[WellbeingAnswer], fix:typing.Optional[Fix], companions:typing.List[FellowVisitor], next_step:typing.Optional[NextStep], late_entry:typing.Optional[LateEntry], corrects:typing.Optional[VisitId], needs:typing.List[NeedDraft], changes:typing.List[ChangedField], has_new_place:bool, photos:typing.List[DraftPhotoView], photo_refused:bool, note:typing.Optional[str]):
    def answer(self, check: WellbeingCheck) -> typing.Optional[bool]:
        # How a picture was answered; none where it was not. A need that was named says that something is hard.
    def as_pictured(self, ) -> VisitDraft:
        # It was as the pictures say, and the visit is over.
    def back_to_pictures(self, ) -> VisitDraft:
        # Back from the steps to the pictures: nobody was reached yet, nor missed.
    def ending(self, outcome: VisitOutcome) -> VisitDraft:
        # Ended so. What follows goes with the outcome that asked for it.
    def is_answered(self, ) -> bool:
        # Whether a picture was answered or a need named: the visit then ends as the pictures say, and not with all of them at
        # once.
    def is_hard(self, ) -> bool:
        # Whether something was said to be hard, or a need was named.
    def is_nobody_there(self, ) -> bool:
        # Whether nobody opened, and the steps are tried one after the other.
    def nobody_opens(self, ) -> VisitDraft:
        # Nobody opens: the first step is next.
    def somebody_answers(self, ) -> VisitDraft:
        # Somebody is there after all: who was reached by a call was visited by phone.
    def tapped(self, check: WellbeingCheck) -> VisitDraft:
        # After a tap on a picture: it is well, then not, then unanswered again. Of trouble the first tap says that something is
        # hard, and the next takes back what was said to be.

class WaitingView:
    # How far all that was recorded has come.
    def __init__(self, *, records:int, photos:int, words:Words):

ShownSpan = datetime.timedelta

class WrongPins:
    # How it stands after wrong PINs in a row.
    def __init__(self, *, tries_left:int, rest:ShownSpan):

class Area(enum.Enum):
    # A part of the screen that may show something else now.
    TODAY = 0
    # The list of today's stops.
    VISITS = 1
    # Visits in progress and finished.
    PHOTOS = 2
    # Photos and how far they were sent.
    REGISTER = 3
    # Households and residents.
    COVERAGE = 4
    # Coverage.
    OUTBOX = 5
    # The outbox.
    ENROLMENT = 6
    # Enrolment, what the phone may do, and whether its first data are here.

class BundleOf:
    # What an evidence bundle is to prove.
    class PHOTOS:
        # These photos, at most 2,000.

class Thing(enum.Enum):
    # What a call asked for in vain.
    ENROLMENT = 0
    # This phone's enrolment.
    GRID = 1
    # A grid.
    HOUSEHOLD = 2
    # A household.
    RESIDENT = 3
    # A resident.
    VISIT = 4
    # A finished visit.
    CLAIM = 5
    # A claim.
    EXCEPTION = 6
    # A remark on a visit.
    VISIT_IN_PROGRESS = 7
    # A visit in progress.
    REJECTED_RECORD = 8
    # A rejected record.
    PHOTO = 9
    # A photo.
    PHOTO_RECORD = 10
    # What a photo's record says.
    ORIGINAL_PHOTO = 11
    # A photo's original.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class LockReason(enum.Enum):
    # Why a store stays shut.
    WRONG_KEY = 0
    # The database key does not open this file.
    NEWER_SCHEMA = 1
    # The file was written by a newer version of the app.
    CORRUPT_FILE = 2
    # The file is damaged; it was set aside, not deleted. Opening again begins a new store.
    REVOKED = 3
    # The hub revoked this device.
    UPGRADE_NEEDED = 4
    # The hub speaks only newer protocols.
    CLOSED = 5
    # The store was shut down.
    IN_USE = 6
    # The app has this store open already, or another process has; close that first.

class DoorstepError(Exception):
    # What a call can answer instead of a result. `text()` gives the sentence for a screen in both languages; no
    # field carries personal data.

class DoorstepError:  # type: ignore
    # What a call can answer instead of a result. `text()` gives the sentence for a screen in both languages; no
    # field carries personal data.
    class NotFound(_UniffiTempDoorstepError):
        # The named thing is not on this phone.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class InvalidInput(_UniffiTempDoorstepError):
        # A value that cannot be taken; nothing was changed.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Conflict(_UniffiTempDoorstepError):
        # The thing changed meanwhile, or is in a state that forbids the call.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Offline(_UniffiTempDoorstepError):
        # The hub cannot be reached; recording goes on.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class StorageFull(_UniffiTempDoorstepError):
        # No room left on the phone; nothing of this call was saved.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Locked(_UniffiTempDoorstepError):
        # The store is shut: see `reason`.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Cancelled(_UniffiTempDoorstepError):
        # The caller cancelled.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Host(_UniffiTempDoorstepError):
        # The host (key vault, file system) failed.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.
    class Internal(_UniffiTempDoorstepError):
        # A fault of ours. The store opens again; `code` finds the fault in the log.
        def text(self, ) -> Words:
            # The sentence that a screen shows, in both languages.

class HostError(Exception):
    # What a host's own code answers when it fails. An exception of any other kind counts as `Failed`.

class HostError:  # type: ignore
    # What a host's own code answers when it fails. An exception of any other kind counts as `Failed`.
    class KeyLocked(_UniffiTempHostError):
        # The key needs the device to be unlocked first.
    class Failed(_UniffiTempHostError):
        # Anything else; `detail` must hold no personal data.

TaskName = str

class HostTask:
    # What the host is to do next.
    class REQUEST:
        # Perform the request and report its answer, or that none came.

class HouseholdChange:
    # A change to one field of the household that is visited. Absent values clear the field.
    class GREETING:
        # The form of address at the door.

class PhoneWord(enum.Enum):
    # A word or sentence of a screen about the phone itself: settings, enrolment, lock; `{}` stands for a value.
    THIS_PHONE = 0
    # This phone
    HUB = 1
    # Hub
    TEXT_SIZE = 2
    # Text size
    TEXT_STANDARD = 3
    # Standard
    TEXT_LARGE = 4
    # Large
    TEXT_LARGER = 5
    # Larger
    TEXT_LARGEST = 6
    # Largest
    LANGUAGE_OF_SCREENS = 7
    # Language
    IN_CHINESE = 8
    # Chinese
    IN_ENGLISH = 9
    # English
    NETWORK_AND_PHOTOS = 10
    # Network and photos
    PHOTOS_MAY_COST = 11
    # Photos that waited for {} hours may use paid data
    PHOTOS_WAIT = 12
    # Other photos wait for a network that costs nothing; written records go over any.
    STORED = 13
    # What this phone holds
    STORED_HOMES = 14
    # Homes: {}
    STORED_VISITS = 15
    # Visits: {}
    STORED_PHOTOS = 16
    # Photos: {}
    STORED_BYTES = 17
    # Space taken: {}
    VISITS_BEGUN = 18
    # Visits in progress: {}
    RECORDS_UNSENT = 19
    # Records not delivered: {}
    PHOTOS_UNSENT = 20
    # Photos not delivered: {}
    RECORDS_REJECTED = 21
    # Records that the hub did not take: {}
    SET_ASIDE = 22
    # Damaged data that were set aside: {}
    PROOF_OF_RECORDS = 23
    # Proof of the records
    PROOF_EXPLAINED = 24
    # Checks from the first record to the last that none is missing or changed.
    PROVE = 25
    # Check now
    PROVING = 26
    # Checking…
    PROVED_SOUND = 27
    # Sound: {} records and {} photos, none missing or changed.
    DIAGNOSTICS = 28
    # Diagnostics file
    DIAGNOSTICS_EXPLAINED = 29
    # To send to support: counts, versions, states and causes, no personal data.
    WRITE_DIAGNOSTICS = 30
    # Write the file
    DIAGNOSTICS_WRITTEN = 31
    # Written: {}
    HAND_ON_FILE = 32
    # Hand the file on
    SHOW_CONTENT = 33
    # Show what it says
    LEAVE = 34
    # Leave and wipe
    LEAVE_EXPLAINED = 35
    # For a worker who leaves or hands the phone on: destroys all homes, records and photos on it.
    REALLY_LEAVE = 36
    # Wipe this phone? What is wiped cannot be brought back.
    WOULD_BE_LOST = 37
    # This would be lost for ever:
    NOTHING_UNSENT = 38
    # All records and photos were delivered; none is lost.
    LOSS_UNKNOWN = 39
    # How much was not delivered cannot be told. It may be lost.
    SEND_FIRST = 40
    # Send first
    YES_LEAVE = 41
    # Yes, wipe it
    NO_LEAVE = 42
    # No, keep it
    CHANGE_WORKER = 43
    # Change of worker
    CHANGE_WORKER_EXPLAINED = 44
    # Each worker's data are kept and encrypted apart; nobody sees another's.
    WIPING = 45
    # Wiping…
    WIPED = 46
    # This phone was wiped.
    CODE_TEXT = 47
    # Paste the text of the enrolment code
    CODE_FROM = 48
    # The manager has the enrolment code. It is good for one phone.
    READ_CODE = 49
    # Read the code
    SCAN_CODE = 50
    # Take a picture of the code
    CODE_UNREAD = 51
    # No code could be read in the picture. Go closer and take it again, or paste the text.
    NO_CODE_CAMERA = 52
    # The camera does not work. Paste the text of the code.
    NOTICES = 53
    # What you should know
    NOTICE_PLACE = 54
    # Your place is read when a visit begins and when you ask for it; nobody is followed.
    NOTICE_SEEN = 55
    # Managers at the hub see your visits, your photos and how a place was judged.
    NOTICE_FLAGS = 56
    # Mock locations and photos used again are flagged to managers; they stop no visit.
    NOTICE_FIGURES = 57
    # Figures compare grids and areas, never people.
    PIN_OPENS = 58
    # Without this PIN nobody opens the records on this phone, and the hub does not know it. Remember it.
    PHONE_CODE = 59
    # This phone's code
    COMPARE_CODE = 60
    # The manager compares it with the hub's list of devices: if it is the same, it was this phone that enrolled.
    ENROL_AT = 61
    # This phone would enrol at
    WILL_HOLD = 62
    # What this phone will hold
    HOLDS_HOMES = 63
    # Tasks and what you need to know of homes, as the hub gives them to your role
    HOLDS_RECORDS = 64
    # Your visits and photos, and for a while after they were delivered
    HOLDS_SEALED = 65
    # All of it encrypted. Wipe it in Settings when you leave.
    HOLDS_BY_ROLE = 66
    # What each role's phone holds
    WITHHELD = 67
    # Never given to this phone: {}
    ENROL_NOW = 68
    # Enrol now
    OTHER_CODE = 69
    # Another code
    ENROLLING = 70
    # Enrolling…
    ENROLLED = 71
    # This phone is enrolled
    NOT_YOU = 72
    # If this is not you, do not use the phone and tell the manager at once.
    TO_TODAY = 73
    # To today's visits
    LOCKED_NOW = 74
    # This phone is locked
    LOCKED_IDLE = 75
    # Locked after {} without a touch. All that was recorded is kept.
    ENTER_PIN = 76
    # Enter the PIN
    CHOOSE_PIN = 77
    # Choose a PIN
    CHANGE_PIN = 78
    # Change the PIN
    OLD_PIN = 79
    # Enter the PIN you have now
    PIN_CHANGED = 80
    # The PIN was changed.
    REPEAT_PIN = 81
    # Enter it once more
    PINS_DIFFER = 82
    # The two are not the same.
    WRONG_PIN = 83
    # That is not the PIN. Tries left: {}
    PIN_RESTS = 84
    # Too many tries. Wait for {}.
    FORGOTTEN_PIN = 85
    # Who forgot the PIN asks the manager.
    NO_PHONE_CODE = 86
    # The phone has no passcode of its own to know you by. Set one in its settings, then try again.
    BEGIN_ANEW = 87
    # Begin with an empty store
    BEGIN_ANEW_EXPLAINED = 88
    # What is on this phone stays, encrypted: with its PIN you can change back to it in Settings.
    UNLOCK = 89
    # Unlock
    UNLOCK_AS_PHONE = 90
    # Unlock as the phone itself
    HOMES_LOCKED = 91
    # The hub was out of reach for over {} days: homes are locked, and recording goes on.
    FEEDBACK = 92
    # Complaints and suggestions
    FEEDBACK_EXPLAINED = 93
    # Write what does not work or could be better. Please name no resident and no phone number.
    FEEDBACK_TEXT = 94
    # What you want to say
    GIVE_FEEDBACK = 95
    # Send to the office
    FEEDBACK_SAVED = 96
    # Saved; it goes out as soon as there is a network.
    FEEDBACK_THANKS = 97
    # Thank you for telling us.
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class Readiness(enum.Enum):
    # How far a phone is from showing what its worker answers for.
    NOT_ENROLLED = 0
    # Not enrolled yet (还没有登记).
    FIRST_EXCHANGE = 1
    # The first data are on their way (正在接收第一批数据).
    READY = 2
    # The data are here (数据已就绪).
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

class ResidentChange:
    # A change to one field of a resident of the household that is visited.
    class NAME:
        # Name.

class ScreenWord(enum.Enum):
    # A word or sentence of a screen, from the table that all shells share; `{}` stands for a value.
    BACK = 0
    # Back
    LOADING = 1
    # Loading…
    AGAIN = 2
    # Try again
    UNEXPECTED = 3
    # Something went wrong. All that was recorded is kept. Please try again.
    DEMO = 4
    # Invented data
    HUB_SILENT = 5
    # The hub did not answer. Check the network and try again.
    NOT_ENROLLED = 6
    # This phone is not enrolled yet.
    MORE = 7
    # Show more
    TODAY = 8
    # Today
    OUTBOX = 9
    # Outbox
    NOTHING_TODAY = 10
    # No household is left to visit today.
    SEARCH = 11
    # Find: name, pinyin, address or last digits
    CLEAR = 12
    # Clear
    NOTHING_FOUND = 13
    # Nothing was found.
    IN_PROGRESS = 14
    # Visit in progress
    DUE = 15
    # Due {}
    OVERDUE = 16
    # ! Overdue since {}
    OPENS = 17
    # From {}
    METRES = 18
    # {} m
    KILOMETRES = 19
    # {} km
    NEAREST_FIRST = 20
    # Nearest first
    HOMES_LEFT = 21
    # {} homes on the list today, {} due this month
    LEFT_TO_VISIT = 22
    # Homes left: {}
    HOMES_OVERDUE = 23
    # {} homes overdue
    AS_LISTED = 24
    # By village group and building
    NO_PLACE_NOW = 25
    # Your place cannot be had at present: the order stays as it was.
    FIND_AND_CHOOSE = 26
    # Find and choose
    HOUSEHOLD = 27
    # Household
    START = 28
    # Start the visit
    RESUME = 29
    # Continue the visit
    SAFETY = 30
    # For your safety
    TO_DO = 31
    # To do today
    OTHER_DUTIES = 32
    # Other duties
    NOTHING_DUE = 33
    # Nothing is due here today.
    WHO_LIVES_HERE = 34
    # Who lives here
    LAST_VISITS = 35
    # Latest visits
    NEVER_VISITED = 36
    # No visit is known yet.
    OPEN_NEEDS = 37
    # Open needs
    PHONE = 38
    # Phone
    BASIS = 39
    # Basis
    PHOTO = 40
    # Photo
    FLOOR = 41
    # Floor {}
    VISITORS = 42
    # {} visitors needed
    HAND_OVER = 43
    # Hand over
    HAND_OVER_TO = 44
    # Hand it to
    HAND_OVER_NOTE = 45
    # What they must know
    HANDED_TO_YOU = 46
    # Handed to you by {}, until {}
    HANDED_TO = 47
    # Handed to {}, until {}
    TAKE_BACK = 48
    # Take it back
    PARTICULARS = 49
    # What is known of the home
    CHANGED_NOW = 50
    # Changed in this visit
    HOME_IS_HERE = 51
    # Record this as the home's place
    ADD_PERSON = 52
    # Add a person
    ADD_HOME = 53
    # Add a home
    IN_WHICH_GRID = 54
    # In which grid
    NO_PLACE_FOR_HOME = 55
    # Your place cannot be had at present. Save without it: a visit can record it.
    SAVE = 56
    # Save
    VISIT = 57
    # Visit
    HOW_IT_ENDED = 58
    # How it went
    OTHER_OUTCOMES = 59
    # Other outcomes
    WHAT_FOLLOWS = 60
    # What follows
    WHAT_WAS_DONE = 61
    # What was done
    OTHER_WORK = 62
    # Other work
    NEEDS_FOUND = 63
    # Needs found
    ADD_NEED = 64
    # Choose needs
    PAPER_VISIT = 65
    # First written on paper
    ON_WHICH_DAY = 66
    # Day of the visit: {}
    COMPANION = 67
    # Who came along (optional)
    NOTE = 68
    # Note (optional)
    LOCATING = 69
    # Finding your place…
    LOCATE_AGAIN = 70
    # Find my place again
    FINISH = 71
    # Finish the visit
    FINISHING = 72
    # Saving…
    SAVED = 73
    # Every change is saved on this phone
    FINISHED = 74
    # Visit saved: {}
    DISCARD = 75
    # Give up this visit
    REALLY_DISCARD = 76
    # What was entered this time will be deleted. Give it up?
    YES_DISCARD = 77
    # Yes, give it up
    NO_DISCARD = 78
    # No, go on
    DISCARDED = 79
    # The visit was given up
    PUT_RIGHT = 80
    # Put this visit right
    WAS_PUT_RIGHT = 81
    # Put right since
    SEND_NOW = 82
    # Send now
    ALL_SENT = 83
    # All has been sent.
    NOT_ANSWERED = 84
    # Not answered
    NOTHING_RECORDED = 85
    # Nothing was recorded yet.
    RECORDS = 86
    # Records
    PHOTOS = 87
    # Photos
    UNSENT = 88
    # {} to send
    RECORDED = 89
    # {} ago
    NEXT_TRY = 90
    # {} until the next try
    TRIES = 91
    # Tries: {}
    EXPORT_UNSENT = 92
    # Write what waits to a file
    FILES_MISSING = 93
    # Photo files missing: {}
    MENU = 94
    # Menu
    COVERAGE = 95
    # Coverage
    RESPONSIBILITY = 96
    # Who answers for what
    SETTINGS = 97
    # Settings
    ENROL = 98
    # Enrol this phone
    PERIOD = 99
    # Period: {}
    EARLIER_PERIOD = 100
    # Previous
    LATER_PERIOD = 101
    # Next
    OTHER_LENGTH = 102
    # Another length
    BY_WEEK = 103
    # By week
    BY_MONTH = 104
    # By month
    BY_QUARTER = 105
    # By quarter
    BY_HALF_YEAR = 106
    # By half-year
    BY_YEAR = 107
    # By year
    ALL_GRIDS = 108
    # All grids
    EACH_GRID = 109
    # Grid by grid
    ALL_AREAS = 110
    # All areas
    OTHER_AREA = 111
    # Another area
    EACH_AREA = 112
    # Area by area
    EACH_CATEGORY = 113
    # Category by category
    CLOSER = 114
    # Closer
    FARTHER = 115
    # Farther
    LOWEST_FIRST = 116
    # Lowest share first
    REACHED = 117
    # {} reached
    NONE_DUE = 118
    # None due
    COUNT_DUE = 119
    # {} due
    COUNT_VISITED = 120
    # {} visited
    COUNT_ATTEMPTED = 121
    # {} not met
    COUNT_OVERDUE = 122
    # {} overdue
    COUNT_EXEMPT = 123
    # {} exempt
    COUNTED_BY_DUTY = 124
    # Counted by duty: a home can have several.
    NOTHING_TO_COUNT = 125
    # There is nothing to count in this period.
    AS_OF = 126
    # As of {}
    NEVER_EXCHANGED = 127
    # There was no full exchange with the hub yet: figures may lack something.
    SILENT_PHONES = 128
    # {} phones were silent for a day or more: what they recorded may not be counted yet.
    NO_SILENT_PHONES = 129
    # No phone was silent for a day.
    SILENCE_UNKNOWN = 130
    # Whether phones are silent is not known yet.
    GRID = 131
    # Grid
    HOMES_OF_GRID = 132
    # Homes to visit today
    NO_HOMES_OF_GRID = 133
    # No home is left to visit in this grid today.
    SINCE = 134
    # Since {}
    SHARE_AS_SHEET = 135
    # Share as a spreadsheet
    NOBODY_ANSWERS = 136
    # Nobody answers for this grid at present.
    NO_GRIDS = 137
    # There is no grid on this phone yet.
    TAKE_PHOTO = 138
    # Take a photo
    WHAT_PHOTO_IS = 139
    # What the photo is
    WHY_PHOTO = 140
    # What the photo is for
    OTHER_PURPOSE = 141
    # Another purpose
    WHO_AGREED = 142
    # Whether who is in the picture agreed
    PHOTOS_TAKEN = 143
    # Photos of this visit: {}
    NO_PHOTO_ASKED = 144
    # No photo is asked for here.
    USE_PHOTO = 145
    # Use this photo
    RETAKE = 146
    # Take it again
    BLUR_FACES = 147
    # Blur faces
    BLUR_EXPLAINED = 148
    # Draw a box over what is to be blurred. Once kept it cannot be undone.
    UNDO_BLUR = 149
    # Undo the last box
    ADD_STAMP = 150
    # Add a stamp
    STAMP_EXPLAINED = 151
    # A stamp is there to be read; it proves nothing.
    SEALING_PHOTO = 152
    # Sealing the photo…
    PHOTO_SEALED = 153
    # The photo is sealed
    PLAIN_FILE_REMAINS = 154
    # The camera's own file could not be removed. Please remove it.
    DELETE_PHOTO = 155
    # Delete the photo
    REALLY_DELETE_PHOTO = 156
    # Delete this photo?
    YES_DELETE_PHOTO = 157
    # Yes, delete it
    NO_DELETE_PHOTO = 158
    # No, keep the photo
    PHOTO_REFUSED = 159
    # A photo was refused
    PHOTO_REFUSED_EXPLAINED = 160
    # The visit can be finished without a photo.
    NO_CAMERA = 161
    # The camera does not work. The visit can be finished without it.
    REVIEW = 162
    # Review
    CLAIMS = 163
    # Claims
    REMARKS = 164
    # Remarks
    NOTHING_WAITS = 165
    # Nothing waits.
    SETTLE = 166
    # Settle
    SEEN = 167
    # Seen
    I_AM_HERE = 168
    # I am here
    SHOW_THE_WAY = 169
    # Show me the way
    NO_MAP_APP = 170
    # There is no map app on this phone.
    NO_DIALLER = 171
    # This phone cannot make calls.
    ALL_WELL = 172
    # All is well
    WHAT_IS_HARD = 173
    # What is hard?
    NOBODY_OPENS = 174
    # Nobody comes to the door
    TRY_IN_TURN = 175
    # Try these in turn
    REACHED_NOW = 176
    # They were reached
    STILL_NOBODY = 177
    # Still nobody
    SPEAK = 178
    # Hold and speak
    SPEAK_ENDS = 179
    # Let go to end
    VOICE_NOTE = 180
    # Voice note
    VOICE_KEPT = 181
    # Voice note kept: {}
    PLAY_VOICE = 182
    # Play it
    DELETE_VOICE = 183
    # Delete the voice note
    NO_MICROPHONE = 184
    # Nothing can be recorded. The visit can be finished without it.
    DAY_DONE = 185
    # All done for today. Thank you!
    def label(self, ) -> Words:
        # The words a screen shows. A constant: it cannot fail.

ShownDay = datetime.date

class ChangeListener():
    # Told which parts of the screen to read anew. Called from a thread of the library, after the change is
    # durable; changes that come while it works arrive together.
    def changed(self, areas: typing.List[Area]) -> None:
        # Takes the areas that changed, each once.

class CoverageReportProtocol(typing.Protocol):
    # Coverage of one period, counted once; its pages agree with each other.
    def areas(self, ) -> typing.List[ServiceArea]:
        # The areas in which anything is counted.
    def areas_of(self, grid: GridCode) -> typing.List[CoverageLine]:
        # The areas of a grid, the lowest share first.
    def as_of(self, ) -> typing.Optional[Timestamp]:
        # Up to when the facts are known here: the last full exchange with the hub.
    def categories_of(self, grid: GridCode) -> typing.List[CoverageLine]:
        # The categories in a grid, in the order of the vocabulary and never by their share: they are kinds of people.
    def grids(self, area: typing.Optional[ServiceArea],skip: int,limit: int) -> typing.List[CoverageLine]:
        # A page of grids in which anything is counted, of one area or of all, the lowest share first; at most 200, after
        # leaving out the first `skip`.
    def lines(self, skip: int,limit: int) -> typing.List[CoverageLine]:
        # A page of lines, at most 200, after leaving out the first `skip`: each grid's whole, then its areas, then
        # its categories.
    def period(self, ) -> str:
        # The period as reports write it, such as `2026-06` or `2026-Q2`.
    def period_view(self, ) -> PeriodView:
        # The period with the ways to its neighbours.
    def silent_phones(self, ) -> typing.Optional[int]:
        # Phones of these grids that the hub did not hear of for a day, where it tells.
    def total(self, ) -> Counts:
        # All grids together.
    def total_of(self, area: typing.Optional[ServiceArea]) -> Counts:
        # All grids together, of one area or of all.
    def whole_of(self, grid: GridCode) -> typing.Optional[Counts]:
        # The whole of a grid; none where nothing is counted in it.

class CoverageReport(CoverageReportProtocol):
    # Coverage of one period, counted once; its pages agree with each other.

class CoverageProtocol(typing.Protocol):
    # Coverage of this phone's grids.
    def count(self, kind: PeriodKind,day: typing.Optional[Day]) -> CoverageReport:
        # Counts the period of this kind that holds `day` (today when absent), lateness judged today.
        # Fails with `NotFound` before enrolment.
    def grid_shapes(self, after: typing.Optional[GridCode],limit: int) -> GridShapePage:
        # A page of the grids that are on this phone with their outlines, at most 200 and fewer where they are large.
    def homes(self, of: FigureOf,after: typing.Optional[HomeCursor],limit: int) -> HomePage:
        # A page of the homes behind a figure, at most 200, in walking order.
        # Fails with `NotFound` before enrolment, and with `InvalidInput` for an area and a category at once.

class Coverage(CoverageProtocol):
    # Coverage of this phone's grids.

class OutboxProtocol(typing.Protocol):
    # What was recorded here and how far it has come.
    def export_rejected(self, path: str) -> int:
        # Writes every rejected record with its reason to the file at `path`, sealed to the hub and to this phone.
        # Answers how many.
        # Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, or `Host` when the file
        # cannot be written.
    def export_unsent(self, path: str) -> UnsentExport:
        # Writes every record that the hub has not acknowledged and every photo file that it has not stored to the new
        # file at `path`, sealed to the hub, for a place that no network reaches: it travels by any means, and
        # `doorstep import unsent` takes each thing in it once, whatever comes by the network before or after. Nothing
        # changes on this phone: what is in the file stays unsent until an exchange tells that the hub holds it.
        # Fails with `Conflict` when nothing waits to be sent or when there is such a file, with `InvalidInput` (`path`) for
        # one of the store's own, with `StorageFull`, and with `Host` when the file cannot be written or the vault does not sign.
    def record_again(self, op: OpId) -> OpId:
        # Records a rejected record again, with the rest of its finish, once what stood in its way is gone. Answers
        # the new record; the old one stays in the history.
        # Fails with `NotFound` when it was not rejected or was put right meanwhile, with `InvalidInput` when this
        # worker may still not record it.
    def records(self, after: typing.Optional[int],limit: int) -> typing.List[OutboxLineView]:
        # A page of records, newest first, at most 200, from before `after` (a `seq`).
    def rejected(self, after: typing.Optional[OpId],limit: int) -> typing.List[OutboxLineView]:
        # A page of records that the hub did not take and nothing put right yet, newest first, at most 200, each with
        # the reason in words; `after` is the last one already seen.
    def unsent(self, ) -> int:
        # How many records the hub has not acknowledged.
    def waiting(self, ) -> WaitingView:
        # How far all of it has come. A photo that stays on the phone for a while after the hub has it waits for nothing.

class Outbox(OutboxProtocol):
    # What was recorded here and how far it has come.

class PhotosProtocol(typing.Protocol):
    # Photos: taken by path, sealed at once, sent after the records.
    def delete(self, draft: DraftId,photo: PhotoId) -> None:
        # Removes a photo from the visit in progress.
    def export_bundle(self, what: BundleOf,whom: BundleFor,path: str) -> int:
        # Writes an evidence bundle to the file at `path`: what anybody needs to check photos without this phone and
        # without the hub (`doorstep verify`). Answers how many files of photos it holds.
        # Fails with `NotFound` where no such photo is recorded here, with `InvalidInput` without a recipient, when some
        # photos were taken before the phone enrolled anew (export those by themselves) or for one of the store's own files
        # (`path`), and with `StorageFull`.
    def outbox(self, after: typing.Optional[PhotoId],limit: int) -> typing.List[PhotoLineView]:
        # A page of photos on their way to the hub, at most 200; `after` is the last one already seen.
    def preview(self, draft: DraftId,photo: PhotoId) -> bytes:
        # A photo of the visit in progress as it will travel: an upright JPEG of at most 1920 pixels on the longer side, with
        # its stamp and without what was hidden. To be shown from memory: it is written nowhere in clear.
        # Fails with `NotFound` when the draft has no such photo, or it is a voice note, and with `Conflict` for evidence for a
        # mandatory report, which opens for its addressee alone.
    def send_original(self, photo: PhotoId) -> None:
        # The office asks for a photo's original: it is sent with the next exchange that may carry photos.
        # Fails with `NotFound` when it is no longer on this phone, or on its way already.
    def share(self, photo: PhotoId,path: str) -> int:
        # Writes a copy of a photo that was recorded on this phone to the file at `path`, for giving away: a JPEG that shows
        # the picture and tells neither place nor time nor whose phone it was; a stamp may be drawn into it. The copy is in
        # clear, and the app's to remove. Answers its length in bytes.
        # Fails with `NotFound` for a photo that was not recorded here, whose home this worker no longer sees, or of which
        # nothing is left here, with `Conflict` for evidence for a mandatory report and a voice note, with `InvalidInput` for one
        # of the store's own files (`path`), and with `StorageFull`.
    def stamp_lines(self, words: StampWords) -> typing.List[str]:
        # The lines of a stamp that the app draws itself, in the tenant's civil time.
        # Fails with `InvalidInput` for words that are too long, and with `NotFound` before enrolment.
    def take(self, draft: DraftId,path: str,how: PhotoDraft) -> TakenPhoto:
        # Takes the camera's file at `path` into the visit in progress. When this returns, the sealed file and the
        # draft are on the disk and the plain file is gone, or said to remain.
        # Fails with `InvalidInput` when consent was not given, there is no `reason` or more than a page, faces must be hidden and
        # nothing is or beside the picture (`hidden`), the stamp cannot be drawn or the file is no whole picture (it stays then),
        # and with `StorageFull`. A HEIC goes through
        # the call that takes pixels beside it. `VisitChoices.photos` says before the camera opens what can be answered and whether faces go.
    def take_decoded(self, draft: DraftId,path: str,pixels: PhotoPixels,how: PhotoDraft) -> TakenPhoto:
        # `take` of a HEIC, which only the platform can decode: the file at `path` is what is sealed, `pixels` are what
        # its copies are made of. With a file of any other kind the pixels are left aside.
        # Fails as `take` does.
    def take_voice(self, draft: DraftId,path: str,consent: ConsentState) -> TakenPhoto:
        # Takes the recording at `path` (M4A, AAC, Ogg, AMR or WAV, up to 10 MB) into the visit in progress: a voice note,
        # kept as sound. It then stands among the draft's photos with the kind `Voice`, is removed by `delete` and sent as
        # they are. `consent` is that of whoever is heard besides the visitor, `NotNeeded` where nobody is.
        # Fails with `InvalidInput` when consent was not given or the file is no whole sound (it stays then), and with
        # `StorageFull`.
    def thumbnail(self, draft: DraftId,photo: PhotoId) -> bytes:
        # The same as small as a list shows it: an upright JPEG of at most 320 pixels on the longer side.
        # Fails as `preview` does.
    def voice(self, draft: DraftId,voice: PhotoId) -> bytes:
        # The sound of a voice note of the visit in progress, to be played from memory: it is written nowhere in clear.
        # Fails with `NotFound` when the draft has no such voice note.

class Photos(PhotosProtocol):
    # Photos: taken by path, sealed at once, sent after the records.

class EnrolmentProtocol(typing.Protocol):
    # A QR code that was read: send `request()`, hand the answer to `finish()`.
    def finish(self, answer: HttpAnswer) -> EnrolledView:
        # Takes the hub's answer. A phone that was enrolled before keeps its journal and goes on.
        # Fails with `Offline` when it was no answer of a hub, `InvalidInput` when the code was refused, `Conflict`
        # when the phone holds another worker's records.
    def hub(self, ) -> HubAddress:
        # The hub that the QR names, for the worker to see before anything is sent.
    def request(self, ) -> HttpRequest:
        # The request to send.

class Enrolment(EnrolmentProtocol):
    # A QR code that was read: send `request()`, hand the answer to `finish()`.

class RegisterProtocol(typing.Protocol):
    # Households and residents.
    def add_household(self, draft: HouseholdDraft) -> HouseholdId:
        # Registers a household at the door; durable when this returns.
        # Fails with `InvalidInput` naming the field.
    def add_resident(self, household: HouseholdId,draft: ResidentDraft) -> ResidentId:
        # Registers a resident at the door; durable when this returns.
        # Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    def add_typed_household(self, grid: GridCode,typed: typing.List[Typed],place: typing.Optional[Coordinate]) -> HouseholdId:
        # Registers a home from what was typed; durable when this returns.
        # Fails with `InvalidInput` naming the field.
    def add_typed_resident(self, household: HouseholdId,typed: typing.List[Typed]) -> ResidentId:
        # Registers a resident from what was typed; durable when this returns.
        # Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    def hand_over(self, household: HouseholdId,to: StaffId,until: typing.Optional[Day],note: typing.Optional[str]) -> None:
        # Hands the home to a colleague until and with the day `until`, by default the last one of this month, in place of
        # whomever it was handed to before. Durable when this returns; once the hub took it, the receiver's phone shows it.
        # Who answers for the grid and whose visit counts stay as they are.
        # Fails with `NotFound` when the household is not on this phone, and with `InvalidInput` for a worker who may not
        # (`role`, `grid`), for somebody to whom it cannot be handed (`to`), for days before today or more than 92 ahead and
        # for words that no screen shows (`handed_over`). The note is up to 200 characters on one line; whoever works in the
        # grid reads it.
    def household(self, id: HouseholdId) -> HouseholdView:
        # The household with residents, what is due and why, last visits and open needs.
        # Fails with `NotFound` when it is not on this phone.
    def may_take_over(self, household: HouseholdId) -> typing.List[ColleagueView]:
        # To whom this worker may hand the home: colleagues who answer for its grid today, by name. Nobody where this worker
        # neither leads the grid nor reviews.
        # Fails with `NotFound` when the household is not on this phone.
    def new_household_fields(self, ) -> typing.List[EntryField]:
        # The fields of a home that no list has; none where this worker may not add one.
    def new_resident_fields(self, ) -> typing.List[EntryField]:
        # The fields of a resident whom no list has; none where this worker may not add one.
    def own_grids(self, ) -> typing.List[GridLine]:
        # The grids for which this worker answers today: those where they may add a home.
        # Fails with `NotFound` before enrolment.
    def search(self, words: str,after: typing.Optional[SearchCursor],limit: int) -> SearchPage:
        # Finds by name, pinyin, initials, address or the last digits of a phone. The words are kept nowhere.
    def take_back(self, household: HouseholdId) -> None:
        # Takes back that the home was handed over; nothing where it was not.
        # Fails as handing over does, for the household and the worker.

class Register(RegisterProtocol):
    # Households and residents.

class ResponsibilityListProtocol(typing.Protocol):
    # The responsibility list (责任清单).
    def grids(self, after: typing.Optional[GridCode],limit: int) -> typing.List[GridLine]:
        # A page of the grids that are on this phone, at most 200; `after` is the last one already seen.
    def of_grid(self, grid: GridCode) -> typing.List[ResponsibilityLineView]:
        # Who answers for the grid today.
        # Fails with `NotFound` when the grid is not on this phone.
    def share(self, grid: typing.Optional[GridCode],path: str) -> int:
        # Writes who answers for a grid today, or for every grid of this phone, to the file at `path`, to give away: a
        # workbook (XLSX) with a line each. A file that is there is replaced. Answers how many lines it has.
        # Fails with `NotFound` when the grid is not on this phone, with `InvalidInput` (`path`) for one of the store's own
        # files, with `StorageFull`, and with `Host` when the file cannot be written.

class ResponsibilityList(ResponsibilityListProtocol):
    # The responsibility list (责任清单).

class ReviewProtocol(typing.Protocol):
    # What waits for a supervisor.
    def acknowledge(self, exception: ExceptionId,note: typing.Optional[str]) -> None:
        # Notes that a supervisor has seen a remark and what they found. Durable when this returns.
        # Fails with `NotFound`, and with `InvalidInput` naming the field: `note`, `grid`, `role`.
    def claims(self, after: typing.Optional[ClaimId],limit: int) -> typing.List[ClaimView]:
        # A page of claims that wait to be settled, in the order in which they were made, at most 200; `after` is the last
        # one already seen.
    def exceptions(self, after: typing.Optional[ExceptionId],limit: int) -> typing.List[ExceptionView]:
        # A page of remarks on visits that no supervisor has seen yet, at most 200; `after` is the last one already shown.
    def is_offered(self, ) -> bool:
        # Whether a way leads here: for a supervisor, and for others once something waits; for nobody while homes are locked.
        # Fails with `NotFound` before enrolment.
    def settle_claim(self, claim: ClaimId,status: ClaimStatus,resident: typing.Optional[ResidentId]) -> None:
        # Settles a claim: `status` is confirmed or rejected. `resident` says who died, where the claim leaves it open.
        # Durable when this returns.
        # Fails with `NotFound`, with `Conflict` when it was settled or its visit was corrected, and with `InvalidInput`
        # naming the field: `status`, `resident`, `grid`, `role`.

class Review(ReviewProtocol):
    # What waits for a supervisor.

class SyncSessionProtocol(typing.Protocol):
    # A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
    # The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
    # from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
    def answered(self, task: TaskName,answer: HttpAnswer) -> None:
        # The hub (or something in its place) answered.
    def begin(self, ) -> None:
        # Asks for an exchange; also while one is under way, when something was recorded meanwhile.
    def cancel(self, ) -> None:
        # Gives up the exchange under way. Nothing is lost; the next one asks where the hub stands.
    def host_changed(self, status: HostStatus) -> None:
        # Network or battery changed.
    def hub(self, ) -> HubAddress:
        # The hub of this phone.
    def next_task(self, ) -> HostTask:
        # What to do next. Who asks again before it reported what it has may be given more to do beside it: files, each by
        # itself, no more than four at once and none twice, so that one on a slow way holds up no other. It asks until
        # `Answers`, and again after each report. Who does one thing after the other is given one file at a time.
        # Fails with `Locked` and `Closed` after a shutdown.
    def no_answer(self, task: TaskName) -> None:
        # No answer came: no network, time-out, connection cut, wrong key.
    def send_now(self, ) -> None:
        # The worker asks for an exchange now: every wait ends, except one that the hub asked for.
    def woke(self, ) -> None:
        # The time of a `Wait` has come.

class SyncSession(SyncSessionProtocol):
    # A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
    # The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
    # from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.

class TodayProtocol(typing.Protocol):
    # The stops of a worker's day, each with every duty due there.
    def areas(self, ) -> typing.List[ServiceArea]:
        # The service areas by which the list can be chosen; none on a phone that holds tickets, which knows no areas.
        # Fails with `NotFound` before enrolment.
    def left(self, grid: typing.Optional[GridCode],area: typing.Union[object, typing.Optional[ServiceArea]] = _DEFAULT) -> Left:
        # How many homes are left to visit, in one grid or in all, in one service area or in all.
        # Fails with `NotFound` before enrolment.
    def nothing(self, grid: typing.Optional[GridCode],area: typing.Union[object, typing.Optional[ServiceArea]] = _DEFAULT) -> Words:
        # What is said where there are no stops, in one grid or in all, in one service area or in all.
    def on_foot(self, grid: typing.Optional[GridCode],_from: typing.Optional[Coordinate],to: typing.Optional[Coordinate],area: typing.Union[object, typing.Optional[ServiceArea]] = _DEFAULT) -> typing.List[StopView]:
        # The first 200 stops in the order in which to walk them: from where the worker stands, and ending at `to` if
        # given. Homes at one place stay together by floor; those whose place is unknown come last.
        # Fails with `NotFound` before enrolment.
    def page(self, grid: typing.Optional[GridCode],after: typing.Optional[StopCursor],limit: int,area: typing.Union[object, typing.Optional[ServiceArea]] = _DEFAULT) -> StopPage:
        # A page of stops that have something to do today, at most 200, by village group, building and floor; of all
        # grids when none is named, and of every service area. A stop done moves away.
        # Fails with `NotFound` before enrolment.

class Today(TodayProtocol):
    # The stops of a worker's day, each with every duty due there.

class VisitsProtocol(typing.Protocol):
    # Visits: start, save at each change, finish once.
    def all_well(self, draft: DraftId) -> VisitDraft:
        # All is well (都好), in one tap: every check is answered so, and the visit ended without change. Needs that were
        # named stay. Durable when this returns.
        # Fails with `NotFound` when the visit was finished or discarded meanwhile.
    def change_household(self, draft: DraftId,household: HouseholdId,change: HouseholdChange) -> VisitDraft:
        # Changes one field of the household, keeping the value that was seen.
        # Fails with `InvalidInput` when the role may not write the field or the value is none.
    def change_resident(self, draft: DraftId,resident: ResidentId,change: ResidentChange) -> VisitDraft:
        # Changes one field of a resident, keeping the value that was seen.
        # Fails with `InvalidInput` when the role may not write the field or the value is none.
    def choices(self, draft: DraftId) -> VisitChoices:
        # What the visit in progress can choose from: what was proposed at its beginning and unticked is still offered.
        # Fails with `NotFound` when the visit was finished or discarded meanwhile.
    def correct(self, visit: VisitId) -> VisitDraft:
        # Opens a visit in progress that corrects a finished one of this phone: with all that was entered then and with
        # its day, ready to be put right. Its photos, needs and changed fields were recorded and stand; only new ones are
        # added. Calling it again gives the same draft until that is finished or discarded.
        # Fails with `NotFound` when this phone did not record the visit, or holds what was entered or its household no
        # longer, or the hub did not take it: that is for the `Outbox` to record again. Fails with `Conflict` when it was corrected
        # already: the later visit can be corrected again.
    def discard(self, draft: DraftId) -> None:
        # Drops a visit in progress with its photos. Nothing of it was recorded.
    def drafts(self, ) -> typing.List[VisitDraft]:
        # Visits in progress, such as one that a killed app left.
    def enter(self, draft: DraftId,resident: typing.Optional[ResidentId],typed: Typed) -> VisitDraft:
        # Enters what was typed into a field of the home, or of a resident; a blank text clears it.
        # Fails with `InvalidInput` naming the field when the text is no value of it or the role may not write it.
    def entries(self, draft: DraftId) -> typing.List[EntryView]:
        # The fields of the home and of each resident that this worker may change in the visit, as they stand.
        # Fails with `NotFound` when the visit was finished or discarded meanwhile.
    def finish(self, draft: DraftId) -> VisitId:
        # Finishes a visit: one durable transaction. A companion who is nobody is left out. Calling it again gives the same
        # answer.
        # Fails with `InvalidInput` naming what is missing; the draft stays as it is.
    def fix(self, fix: FixDraft) -> FixView:
        # Puts a platform's fix on the core's clocks, for `VisitDraft.fix`, and says what is wrong with it: there is none
        # for (0, 0), a receiver's empty answer, and the visit goes on without; an accuracy may say nothing.
        # Fails with `InvalidInput` when the numbers are no place on earth.
    def next_steps(self, household: HouseholdId) -> typing.List[NextStep]:
        # What may follow when nobody answers here, the most pressing first.
    def place_of(self, draft: DraftId) -> PlaceView:
        # Where the visit in progress stands as against its home, by its fix as it was saved last: what a manager would
        # see, told at the door while a better fix can still be had. The visit can be finished whatever it says.
        # Fails with `NotFound` when the visit was finished or discarded meanwhile.
    def save(self, draft: VisitDraft) -> None:
        # Saves the draft as it stands; durable when this returns. Photos and changed fields stay as they are, and so does
        # the visit that it corrects.
        # Fails with `NotFound` when the visit was finished or discarded meanwhile.
    def start(self, household: HouseholdId) -> VisitDraft:
        # Starts a visit: all that is due at the household is proposed as done, ready to be unticked.
        # Fails with `NotFound` when the household is not on this phone.

class Visits(VisitsProtocol):
    # Visits: start, save at each change, finish once.

class DoorstepProtocol(typing.Protocol):
    # One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
    # any thread.
    def clear_typed(self, form: str) -> None:
        # Empties a form: what was typed was used or thrown away. Durable when this returns.
    def coverage(self, ) -> Coverage:
        # Coverage.
    def diagnostics(self, path: str) -> Diagnostics:
        # Writes a file that a user can send to support: counts, versions, states and causes, no personal data.
        # It tells what it can of a store that is shut or damaged too.
        # Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, and with `Host` when the file
        # cannot be written.
    def give_feedback(self, words: str) -> None:
        # Says something to the office (投诉建议); durable when this returns, and sent like any record. No phone is sent it.
        # Fails with `InvalidInput` (`words`) for no words, more than a page, or such as no screen shows.
    def homes_lock(self, ) -> typing.Optional[Words]:
        # That homes are locked, in words, once the hub was out of reach for more than seven days. No more of a home is told then
        # than its form of address, its place, what is to be done there and how to be safe: whatever names residents is empty or
        # without the names, and visits are recorded as ever. None while they are not; the next full exchange ends it.
    def identity(self, ) -> typing.Optional[IdentityView]:
        # Who this phone is; none before enrolment.
    def keep_typed(self, form: str,field: str,words: str) -> None:
        # Keeps what stands in a field of a form now, so that a killed app resumes with it; durable when this returns. No words
        # empty it. A form whose name ends with a slash and the id of a visit in progress ends with it.
        # Fails with `InvalidInput` for more words than a page (`words`) and for names that are too long (`form`, `field`).
    def outbox(self, ) -> Outbox:
        # The outbox.
    def photos(self, ) -> Photos:
        # Photos.
    def prove_journal(self, ) -> JournalProofView:
        # Proves the journal's chain from the first record to the last.
        # Fails with `Conflict` naming the first broken link.
    def read_enrolment(self, qr: str) -> Enrolment:
        # Reads the text of an enrolment QR.
        # Fails with `InvalidInput` when it is none.
    def readiness(self, ) -> Readiness:
        # Whether this phone has yet what its worker answers for.
    def register(self, ) -> Register:
        # Households and residents.
    def responsibility_list(self, ) -> ResponsibilityList:
        # Who answers for which grid.
    def review(self, ) -> Review:
        # What waits for a supervisor.
    def short_code(self, ) -> str:
        # Twelve digits of this phone's key, in groups, for its worker to show and the manager to find in `doorstep devices`:
        # who compares them knows that it was this phone that enrolled.
    def shutdown(self, ) -> None:
        # Closes the store after the calls under way. Later calls answer `Locked` with `Closed`.
    def stored(self, ) -> StoredView:
        # What lies on this phone.
    def sync_session(self, ) -> SyncSession:
        # The sync session of this phone: the same one until the phone enrols anew.
        # Fails with `NotFound` before enrolment.
    def today(self, ) -> Today:
        # The list of today's stops.
    def typed(self, form: str) -> dict[str, str]:
        # What was typed into a form other than a visit and neither used nor thrown away, by the names that the app gave form and
        # fields.
    def visits(self, ) -> Visits:
        # Visits.
    def wipe(self, ) -> None:
        # Destroys everything that this store holds: for a worker who leaves. Unsent work goes with it: ask before for the
        # `LossView`.
    def words_of_nothing(self, none: ScreenWord) -> Words:
        # What a screen says where it has nothing to show: that there is none, in the words of `none`, or that the first
        # data are still on their way.
    def words_of_time(self, at: Timestamp) -> Words:
        # Date and time of an instant as the tenant's clocks show it, wherever the phone is.
        # Fails with `NotFound` before enrolment.
    def would_be_lost(self, ) -> LossView:
        # What would be lost with this phone as it is now: to be told before a wipe and before another worker takes it
        # over. Where this fails, nobody knows.

class Doorstep(DoorstepProtocol):
    # One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
    # any thread.
    def in_memory(cls, scratch: typing.Union[object, typing.Optional[str]] = _DEFAULT,listener: typing.Union[object, typing.Optional[ChangeListener]] = _DEFAULT,unheard_days: int = 0) -> Doorstep:
        # A real core with invented data (演示数据) for previews and UI tests: no hub, no key vault, gone when it is
        # closed. It lies in a folder of its own below `scratch`, the system's folder for temporary files when
        # absent. `unheard_days` ago its hub was heard last: more than seven lock its homes.
    def open(cls, folder: str,vault: KeyVault,log: typing.Union[object, typing.Optional[LogSink]] = _DEFAULT,listener: typing.Union[object, typing.Optional[ChangeListener]] = _DEFAULT) -> Doorstep:
        # Opens the store in `folder`, creating it on first use. Keep the folder out of the system's backups.
        # Fails with `Locked` when the key is wrong, the file is damaged (it was set aside; opening again begins a
        # new store) or was written by a newer app, and with `Host` when the vault fails.

class KeyVault():
    # The device's key store: Android Keystore, Secure Enclave, or a file in tests.
    def database_key(self, ) -> bytes:
        # The 32-byte key of the database. The same bytes every time; made at first use.
    def public_key(self, ) -> bytes:
        # The public half of the device's P-256 key: 65 bytes SEC1 (Apple's form) or DER (Java's `getEncoded`).
    def sign(self, message: bytes) -> bytes:
        # ECDSA over SHA-256 of `message` with that key: DER as both platforms give it, or 64 bytes r ‖ s.

class LogSink():
    # Where log lines go. Called in batches from a thread of the library; lines hold ids and codes only.
    def write(self, lines: typing.List[LogLine]) -> None:
        # Takes a batch, oldest first.

def after_wrong_pins(wrong: int) -> WrongPins:
    # How it stands after `wrong` PINs in a row: the fifth waits a minute, and each further one twice as long, up to an hour.
    # It cannot fail.

def pin_is_good(pin: str) -> bool:
    # Whether a PIN may be chosen: 6 to 12 digits, and neither one of them over and over nor all in their order, which is
    # tried first. It cannot fail.

def set_aside(folder: str) -> str:
    # Moves the store in `folder` out of the way, for a phone whose vault lost its key: the next `open` begins anew, and
    # nothing recorded is lost. Answers where it lies; where the tenant allows it, `recovery.age` in there holds the key, for
    # the hub to read (`doorstep recover`). Shut the store down first.
    # Fails with `Locked` while it is open, with `Host` when a file cannot be moved; calling it again goes on.

def wipe_is_cut_short(folder: str) -> bool:
    # Whether a wipe of the store in `folder`, by its worker or by the hub, was begun and did not come to its end. The next
    # `open` finishes it and begins anew: forget the keys of the old store before. It cannot fail.

def words_of_bytes(bytes: int) -> Words:
    # A number of bytes, to the largest whole unit. It cannot fail.

def words_of_day(day: ShownDay) -> Words:
    # A day, as people write it; what is no day, as it is. It cannot fail.

def words_of_distance(metres: float) -> Words:
    # A distance on the ground, as exact as a worker needs it. It cannot fail.

def words_of_photos_may_cost() -> Words:
    # What a worker agrees to who lets old photos go over paid data, with how old they must be. It cannot fail.

def words_of_span(span: ShownSpan) -> Words:
    # How long something takes or is ago, to the largest whole unit; what lies behind counts as nothing. It cannot fail.
