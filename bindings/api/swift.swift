// What apps see of the library. Written by `cargo xtask bindings`; never edited, never compiled.

/// Told which parts of the screen to read anew. Called from a thread of the library, after the change is
/// durable; changes that come while it works arrive together.
public protocol ChangeListener: AnyObject, Sendable
    /// Takes the areas that changed, each once.
    func changed(areas: [Area]) throws

/// Coverage of this phone's grids.
public protocol CoverageProtocol: AnyObject, Sendable
    /// Counts the period of this kind that holds `day` (today when absent), lateness judged today.
    /// Fails with `NotFound` before enrolment.
    func count(kind: PeriodKind, day: Day?) throws  -> CoverageReport
    /// A page of the grids that are on this phone with their outlines, at most 200 and fewer where they are large.
    func gridShapes(after: GridCode?, limit: UInt32) throws  -> GridShapePage
    /// A page of the homes behind a figure, at most 200, in walking order.
    /// Fails with `NotFound` before enrolment, and with `InvalidInput` for an area and a category at once.
    func homes(of: FigureOf, after: HomeCursor?, limit: UInt32) throws  -> HomePage

/// Coverage of this phone's grids.
open class Coverage: CoverageProtocol, @unchecked Sendable

/// Coverage of one period, counted once; its pages agree with each other.
public protocol CoverageReportProtocol: AnyObject, Sendable
    /// The areas in which anything is counted.
    func areas() throws  -> [ServiceArea]
    /// The areas of a grid, the lowest share first.
    func areasOf(grid: GridCode) throws  -> [CoverageLine]
    /// Up to when the facts are known here: the last full exchange with the hub.
    func asOf() throws  -> Timestamp?
    /// The categories in a grid, in the order of the vocabulary and never by their share: they are kinds of people.
    func categoriesOf(grid: GridCode) throws  -> [CoverageLine]
    /// A page of grids in which anything is counted, of one area or of all, the lowest share first; at most 200, after
    /// leaving out the first `skip`.
    func grids(area: ServiceArea?, skip: UInt32, limit: UInt32) throws  -> [CoverageLine]
    /// A page of lines, at most 200, after leaving out the first `skip`: each grid's whole, then its areas, then
    /// its categories.
    func lines(skip: UInt32, limit: UInt32) throws  -> [CoverageLine]
    /// The period as reports write it, such as `2026-06` or `2026-Q2`.
    func period() throws  -> String
    /// The period with the ways to its neighbours.
    func periodView() throws  -> PeriodView
    /// Phones of these grids that the hub did not hear of for a day, where it tells.
    func silentPhones() throws  -> UInt32?
    /// All grids together.
    func total() throws  -> Counts
    /// All grids together, of one area or of all.
    func totalOf(area: ServiceArea?) throws  -> Counts
    /// The whole of a grid; none where nothing is counted in it.
    func wholeOf(grid: GridCode) throws  -> Counts?

/// Coverage of one period, counted once; its pages agree with each other.
open class CoverageReport: CoverageReportProtocol, @unchecked Sendable

/// One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
/// any thread.
public protocol DoorstepProtocol: AnyObject, Sendable
    /// Empties a form: what was typed was used or thrown away. Durable when this returns.
    func clearTyped(form: String) throws
    /// Coverage.
    func coverage() throws  -> Coverage
    /// Writes a file that a user can send to support: counts, versions, states and causes, no personal data.
    /// It tells what it can of a store that is shut or damaged too.
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, and with `Host` when the file
    /// cannot be written.
    func diagnostics(path: String) throws  -> Diagnostics
    /// Says something to the office (投诉建议); durable when this returns, and sent like any record. No phone is sent it.
    /// Fails with `InvalidInput` (`words`) for no words, more than a page, or such as no screen shows.
    func giveFeedback(words: String) throws
    /// That homes are locked, in words, once the hub was out of reach for more than seven days. No more of a home is told then
    /// than its form of address, its place, what is to be done there and how to be safe: whatever names residents is empty or
    /// without the names, and visits are recorded as ever. None while they are not; the next full exchange ends it.
    func homesLock() throws  -> Words?
    /// Who this phone is; none before enrolment.
    func identity() throws  -> IdentityView?
    /// Keeps what stands in a field of a form now, so that a killed app resumes with it; durable when this returns. No words
    /// empty it. A form whose name ends with a slash and the id of a visit in progress ends with it.
    /// Fails with `InvalidInput` for more words than a page (`words`) and for names that are too long (`form`, `field`).
    func keepTyped(form: String, field: String, words: String) throws
    /// The outbox.
    func outbox() throws  -> Outbox
    /// Photos.
    func photos() throws  -> Photos
    /// Proves the journal's chain from the first record to the last.
    /// Fails with `Conflict` naming the first broken link.
    func proveJournal() throws  -> JournalProofView
    /// Reads the text of an enrolment QR.
    /// Fails with `InvalidInput` when it is none.
    func readEnrolment(qr: String) throws  -> Enrolment
    /// Whether this phone has yet what its worker answers for.
    func readiness() throws  -> Readiness
    /// Households and residents.
    func register() throws  -> Register
    /// Who answers for which grid.
    func responsibilityList() throws  -> ResponsibilityList
    /// What waits for a supervisor.
    func review() throws  -> Review
    /// Twelve digits of this phone's key, in groups, for its worker to show and the manager to find in `doorstep devices`:
    /// who compares them knows that it was this phone that enrolled.
    func shortCode() throws  -> String
    /// Closes the store after the calls under way. Later calls answer `Locked` with `Closed`.
    func shutdown() throws
    /// What lies on this phone.
    func stored() throws  -> StoredView
    /// The sync session of this phone: the same one until the phone enrols anew.
    /// Fails with `NotFound` before enrolment.
    func syncSession() throws  -> SyncSession
    /// The list of today's stops.
    func today() throws  -> Today
    /// What was typed into a form other than a visit and neither used nor thrown away, by the names that the app gave form and
    /// fields.
    func typed(form: String) throws  -> [String: String]
    /// Visits.
    func visits() throws  -> Visits
    /// Destroys everything that this store holds: for a worker who leaves. Unsent work goes with it: ask before for the
    /// `LossView`.
    func wipe() throws
    /// What a screen says where it has nothing to show: that there is none, in the words of `none`, or that the first
    /// data are still on their way.
    func wordsOfNothing(none: ScreenWord) throws  -> Words
    /// Date and time of an instant as the tenant's clocks show it, wherever the phone is.
    /// Fails with `NotFound` before enrolment.
    func wordsOfTime(at: Timestamp) throws  -> Words
    /// What would be lost with this phone as it is now: to be told before a wipe and before another worker takes it
    /// over. Where this fails, nobody knows.
    func wouldBeLost() throws  -> LossView

/// One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
/// any thread.
open class Doorstep: DoorstepProtocol, @unchecked Sendable
    /// A real core with invented data (演示数据) for previews and UI tests: no hub, no key vault, gone when it is
    /// closed. It lies in a folder of its own below `scratch`, the system's folder for temporary files when
    /// absent. `unheard_days` ago its hub was heard last: more than seven lock its homes.
    public static func inMemory(scratch: String? = nil, listener: ChangeListener? = nil, unheardDays: UInt16 = UInt16(0))throws  -> Doorstep
    /// Opens the store in `folder`, creating it on first use. Keep the folder out of the system's backups.
    /// Fails with `Locked` when the key is wrong, the file is damaged (it was set aside; opening again begins a
    /// new store) or was written by a newer app, and with `Host` when the vault fails.
    public static func open(folder: String, vault: KeyVault, log: LogSink? = nil, listener: ChangeListener? = nil)throws  -> Doorstep

/// A QR code that was read: send `request()`, hand the answer to `finish()`.
public protocol EnrolmentProtocol: AnyObject, Sendable
    /// Takes the hub's answer. A phone that was enrolled before keeps its journal and goes on.
    /// Fails with `Offline` when it was no answer of a hub, `InvalidInput` when the code was refused, `Conflict`
    /// when the phone holds another worker's records.
    func finish(answer: HttpAnswer) throws  -> EnrolledView
    /// The hub that the QR names, for the worker to see before anything is sent.
    func hub() throws  -> HubAddress
    /// The request to send.
    func request() throws  -> HttpRequest

/// A QR code that was read: send `request()`, hand the answer to `finish()`.
open class Enrolment: EnrolmentProtocol, @unchecked Sendable

/// Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
public protocol HomeCursorProtocol: AnyObject, Sendable

/// Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
open class HomeCursor: HomeCursorProtocol, @unchecked Sendable

/// The device's key store: Android Keystore, Secure Enclave, or a file in tests.
public protocol KeyVault: AnyObject, Sendable
    /// The 32-byte key of the database. The same bytes every time; made at first use.
    func databaseKey() throws  -> Data
    /// The public half of the device's P-256 key: 65 bytes SEC1 (Apple's form) or DER (Java's `getEncoded`).
    func publicKey() throws  -> Data
    /// ECDSA over SHA-256 of `message` with that key: DER as both platforms give it, or 64 bytes r ‖ s.
    func sign(message: Data) throws  -> Data

/// Where log lines go. Called in batches from a thread of the library; lines hold ids and codes only.
public protocol LogSink: AnyObject, Sendable
    /// Takes a batch, oldest first.
    func write(lines: [LogLine]) throws

/// What was recorded here and how far it has come.
public protocol OutboxProtocol: AnyObject, Sendable
    /// Writes every rejected record with its reason to the file at `path`, sealed to the hub and to this phone.
    /// Answers how many.
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, or `Host` when the file
    /// cannot be written.
    func exportRejected(path: String) throws  -> UInt64
    /// Writes every record that the hub has not acknowledged and every photo file that it has not stored to the new
    /// file at `path`, sealed to the hub, for a place that no network reaches: it travels by any means, and
    /// `doorstep import unsent` takes each thing in it once, whatever comes by the network before or after. Nothing
    /// changes on this phone: what is in the file stays unsent until an exchange tells that the hub holds it.
    /// Fails with `Conflict` when nothing waits to be sent or when there is such a file, with `InvalidInput` (`path`) for
    /// one of the store's own, with `StorageFull`, and with `Host` when the file cannot be written or the vault does not sign.
    func exportUnsent(path: String) throws  -> UnsentExport
    /// Records a rejected record again, with the rest of its finish, once what stood in its way is gone. Answers
    /// the new record; the old one stays in the history.
    /// Fails with `NotFound` when it was not rejected or was put right meanwhile, with `InvalidInput` when this
    /// worker may still not record it.
    func recordAgain(op: OpId) throws  -> OpId
    /// A page of records, newest first, at most 200, from before `after` (a `seq`).
    func records(after: UInt64?, limit: UInt32) throws  -> [OutboxLineView]
    /// A page of records that the hub did not take and nothing put right yet, newest first, at most 200, each with
    /// the reason in words; `after` is the last one already seen.
    func rejected(after: OpId?, limit: UInt32) throws  -> [OutboxLineView]
    /// How many records the hub has not acknowledged.
    func unsent() throws  -> UInt64
    /// How far all of it has come. A photo that stays on the phone for a while after the hub has it waits for nothing.
    func waiting() throws  -> WaitingView

/// What was recorded here and how far it has come.
open class Outbox: OutboxProtocol, @unchecked Sendable

/// Photos: taken by path, sealed at once, sent after the records.
public protocol PhotosProtocol: AnyObject, Sendable
    /// Removes a photo from the visit in progress.
    func delete(draft: DraftId, photo: PhotoId) throws
    /// Writes an evidence bundle to the file at `path`: what anybody needs to check photos without this phone and
    /// without the hub (`doorstep verify`). Answers how many files of photos it holds.
    /// Fails with `NotFound` where no such photo is recorded here, with `InvalidInput` without a recipient, when some
    /// photos were taken before the phone enrolled anew (export those by themselves) or for one of the store's own files
    /// (`path`), and with `StorageFull`.
    func exportBundle(what: BundleOf, whom: BundleFor, path: String) throws  -> UInt32
    /// A page of photos on their way to the hub, at most 200; `after` is the last one already seen.
    func outbox(after: PhotoId?, limit: UInt32) throws  -> [PhotoLineView]
    /// A photo of the visit in progress as it will travel: an upright JPEG of at most 1920 pixels on the longer side, with
    /// its stamp and without what was hidden. To be shown from memory: it is written nowhere in clear.
    /// Fails with `NotFound` when the draft has no such photo, or it is a voice note, and with `Conflict` for evidence for a
    /// mandatory report, which opens for its addressee alone.
    func preview(draft: DraftId, photo: PhotoId) throws  -> Data
    /// The office asks for a photo's original: it is sent with the next exchange that may carry photos.
    /// Fails with `NotFound` when it is no longer on this phone, or on its way already.
    func sendOriginal(photo: PhotoId) throws
    /// Writes a copy of a photo that was recorded on this phone to the file at `path`, for giving away: a JPEG that shows
    /// the picture and tells neither place nor time nor whose phone it was; a stamp may be drawn into it. The copy is in
    /// clear, and the app's to remove. Answers its length in bytes.
    /// Fails with `NotFound` for a photo that was not recorded here, whose home this worker no longer sees, or of which
    /// nothing is left here, with `Conflict` for evidence for a mandatory report and a voice note, with `InvalidInput` for one
    /// of the store's own files (`path`), and with `StorageFull`.
    func share(photo: PhotoId, path: String) throws  -> UInt64
    /// The lines of a stamp that the app draws itself, in the tenant's civil time.
    /// Fails with `InvalidInput` for words that are too long, and with `NotFound` before enrolment.
    func stampLines(words: StampWords) throws  -> [String]
    /// Takes the camera's file at `path` into the visit in progress. When this returns, the sealed file and the
    /// draft are on the disk and the plain file is gone, or said to remain.
    /// Fails with `InvalidInput` when consent was not given, there is no `reason` or more than a page, faces must be hidden and
    /// nothing is or beside the picture (`hidden`), the stamp cannot be drawn or the file is no whole picture (it stays then),
    /// and with `StorageFull`. A HEIC goes through
    /// the call that takes pixels beside it. `VisitChoices.photos` says before the camera opens what can be answered and whether faces go.
    func take(draft: DraftId, path: String, how: PhotoDraft) throws  -> TakenPhoto
    /// `take` of a HEIC, which only the platform can decode: the file at `path` is what is sealed, `pixels` are what
    /// its copies are made of. With a file of any other kind the pixels are left aside.
    /// Fails as `take` does.
    func takeDecoded(draft: DraftId, path: String, pixels: PhotoPixels, how: PhotoDraft) throws  -> TakenPhoto
    /// Takes the recording at `path` (M4A, AAC, Ogg, AMR or WAV, up to 10 MB) into the visit in progress: a voice note,
    /// kept as sound. It then stands among the draft's photos with the kind `Voice`, is removed by `delete` and sent as
    /// they are. `consent` is that of whoever is heard besides the visitor, `NotNeeded` where nobody is.
    /// Fails with `InvalidInput` when consent was not given or the file is no whole sound (it stays then), and with
    /// `StorageFull`.
    func takeVoice(draft: DraftId, path: String, consent: ConsentState) throws  -> TakenPhoto
    /// The same as small as a list shows it: an upright JPEG of at most 320 pixels on the longer side.
    /// Fails as `preview` does.
    func thumbnail(draft: DraftId, photo: PhotoId) throws  -> Data
    /// The sound of a voice note of the visit in progress, to be played from memory: it is written nowhere in clear.
    /// Fails with `NotFound` when the draft has no such voice note.
    func voice(draft: DraftId, voice: PhotoId) throws  -> Data

/// Photos: taken by path, sealed at once, sent after the records.
open class Photos: PhotosProtocol, @unchecked Sendable

/// Households and residents.
public protocol RegisterProtocol: AnyObject, Sendable
    /// The grids for which this worker answers today: those where they may add a home.
    /// Fails with `NotFound` before enrolment.
    func ownGrids() throws  -> [GridLine]
    /// Registers a household at the door; durable when this returns.
    /// Fails with `InvalidInput` naming the field.
    func addHousehold(draft: HouseholdDraft) throws  -> HouseholdId
    /// Registers a resident at the door; durable when this returns.
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    func addResident(household: HouseholdId, draft: ResidentDraft) throws  -> ResidentId
    /// The household with residents, what is due and why, last visits and open needs.
    /// Fails with `NotFound` when it is not on this phone.
    func household(id: HouseholdId) throws  -> HouseholdView
    /// Finds by name, pinyin, initials, address or the last digits of a phone. The words are kept nowhere.
    func search(words: String, after: SearchCursor?, limit: UInt32) throws  -> SearchPage
    /// Hands the home to a colleague until and with the day `until`, by default the last one of this month, in place of
    /// whomever it was handed to before. Durable when this returns; once the hub took it, the receiver's phone shows it.
    /// Who answers for the grid and whose visit counts stay as they are.
    /// Fails with `NotFound` when the household is not on this phone, and with `InvalidInput` for a worker who may not
    /// (`role`, `grid`), for somebody to whom it cannot be handed (`to`), for days before today or more than 92 ahead and
    /// for words that no screen shows (`handed_over`). The note is up to 200 characters on one line; whoever works in the
    /// grid reads it.
    func handOver(household: HouseholdId, to: StaffId, until: Day?, note: String?) throws
    /// To whom this worker may hand the home: colleagues who answer for its grid today, by name. Nobody where this worker
    /// neither leads the grid nor reviews.
    /// Fails with `NotFound` when the household is not on this phone.
    func mayTakeOver(household: HouseholdId) throws  -> [ColleagueView]
    /// Takes back that the home was handed over; nothing where it was not.
    /// Fails as handing over does, for the household and the worker.
    func takeBack(household: HouseholdId) throws
    /// Registers a home from what was typed; durable when this returns.
    /// Fails with `InvalidInput` naming the field.
    func addTypedHousehold(grid: GridCode, typed: [Typed], place: Coordinate?) throws  -> HouseholdId
    /// Registers a resident from what was typed; durable when this returns.
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    func addTypedResident(household: HouseholdId, typed: [Typed]) throws  -> ResidentId
    /// The fields of a home that no list has; none where this worker may not add one.
    func newHouseholdFields() throws  -> [EntryField]
    /// The fields of a resident whom no list has; none where this worker may not add one.
    func newResidentFields() throws  -> [EntryField]

/// Households and residents.
open class Register: RegisterProtocol, @unchecked Sendable

/// The responsibility list (责任清单).
public protocol ResponsibilityListProtocol: AnyObject, Sendable
    /// A page of the grids that are on this phone, at most 200; `after` is the last one already seen.
    func grids(after: GridCode?, limit: UInt32) throws  -> [GridLine]
    /// Who answers for the grid today.
    /// Fails with `NotFound` when the grid is not on this phone.
    func ofGrid(grid: GridCode) throws  -> [ResponsibilityLineView]
    /// Writes who answers for a grid today, or for every grid of this phone, to the file at `path`, to give away: a
    /// workbook (XLSX) with a line each. A file that is there is replaced. Answers how many lines it has.
    /// Fails with `NotFound` when the grid is not on this phone, with `InvalidInput` (`path`) for one of the store's own
    /// files, with `StorageFull`, and with `Host` when the file cannot be written.
    func share(grid: GridCode?, path: String) throws  -> UInt64

/// The responsibility list (责任清单).
open class ResponsibilityList: ResponsibilityListProtocol, @unchecked Sendable

/// What waits for a supervisor.
public protocol ReviewProtocol: AnyObject, Sendable
    /// Notes that a supervisor has seen a remark and what they found. Durable when this returns.
    /// Fails with `NotFound`, and with `InvalidInput` naming the field: `note`, `grid`, `role`.
    func acknowledge(exception: ExceptionId, note: String?) throws
    /// A page of claims that wait to be settled, in the order in which they were made, at most 200; `after` is the last
    /// one already seen.
    func claims(after: ClaimId?, limit: UInt32) throws  -> [ClaimView]
    /// A page of remarks on visits that no supervisor has seen yet, at most 200; `after` is the last one already shown.
    func exceptions(after: ExceptionId?, limit: UInt32) throws  -> [ExceptionView]
    /// Whether a way leads here: for a supervisor, and for others once something waits; for nobody while homes are locked.
    /// Fails with `NotFound` before enrolment.
    func isOffered() throws  -> Bool
    /// Settles a claim: `status` is confirmed or rejected. `resident` says who died, where the claim leaves it open.
    /// Durable when this returns.
    /// Fails with `NotFound`, with `Conflict` when it was settled or its visit was corrected, and with `InvalidInput`
    /// naming the field: `status`, `resident`, `grid`, `role`.
    func settleClaim(claim: ClaimId, status: ClaimStatus, resident: ResidentId?) throws

/// What waits for a supervisor.
open class Review: ReviewProtocol, @unchecked Sendable

/// Where a page of what was found ended, for asking for the next one; it is good until the app ends.
public protocol SearchCursorProtocol: AnyObject, Sendable

/// Where a page of what was found ended, for asking for the next one; it is good until the app ends.
open class SearchCursor: SearchCursorProtocol, @unchecked Sendable

/// Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
public protocol StopCursorProtocol: AnyObject, Sendable

/// Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
open class StopCursor: StopCursorProtocol, @unchecked Sendable

/// A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
/// The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
/// from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
public protocol SyncSessionProtocol: AnyObject, Sendable
    /// The hub (or something in its place) answered.
    func answered(task: TaskName, answer: HttpAnswer) throws
    /// Asks for an exchange; also while one is under way, when something was recorded meanwhile.
    func begin() throws
    /// Gives up the exchange under way. Nothing is lost; the next one asks where the hub stands.
    func cancel() throws
    /// Network or battery changed.
    func hostChanged(status: HostStatus) throws
    /// The hub of this phone.
    func hub() throws  -> HubAddress
    /// What to do next. Who asks again before it reported what it has may be given more to do beside it: files, each by
    /// itself, no more than four at once and none twice, so that one on a slow way holds up no other. It asks until
    /// `Answers`, and again after each report. Who does one thing after the other is given one file at a time.
    /// Fails with `Locked` and `Closed` after a shutdown.
    func nextTask() throws  -> HostTask
    /// No answer came: no network, time-out, connection cut, wrong key.
    func noAnswer(task: TaskName) throws
    /// The worker asks for an exchange now: every wait ends, except one that the hub asked for.
    func sendNow() throws
    /// The time of a `Wait` has come.
    func woke() throws

/// A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
/// The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
/// from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
open class SyncSession: SyncSessionProtocol, @unchecked Sendable

/// The stops of a worker's day, each with every duty due there.
public protocol TodayProtocol: AnyObject, Sendable
    /// The service areas by which the list can be chosen; none on a phone that holds tickets, which knows no areas.
    /// Fails with `NotFound` before enrolment.
    func areas() throws  -> [ServiceArea]
    /// How many homes are left to visit, in one grid or in all, in one service area or in all.
    /// Fails with `NotFound` before enrolment.
    func left(grid: GridCode?, area: ServiceArea?) throws  -> Left
    /// What is said where there are no stops, in one grid or in all, in one service area or in all.
    func nothing(grid: GridCode?, area: ServiceArea?) throws  -> Words
    /// The first 200 stops in the order in which to walk them: from where the worker stands, and ending at `to` if
    /// given. Homes at one place stay together by floor; those whose place is unknown come last.
    /// Fails with `NotFound` before enrolment.
    func onFoot(grid: GridCode?, from: Coordinate?, to: Coordinate?, area: ServiceArea?) throws  -> [StopView]
    /// A page of stops that have something to do today, at most 200, by village group, building and floor; of all
    /// grids when none is named, and of every service area. A stop done moves away.
    /// Fails with `NotFound` before enrolment.
    func page(grid: GridCode?, after: StopCursor?, limit: UInt32, area: ServiceArea?) throws  -> StopPage

/// The stops of a worker's day, each with every duty due there.
open class Today: TodayProtocol, @unchecked Sendable

/// Visits: start, save at each change, finish once.
public protocol VisitsProtocol: AnyObject, Sendable
    /// Enters what was typed into a field of the home, or of a resident; a blank text clears it.
    /// Fails with `InvalidInput` naming the field when the text is no value of it or the role may not write it.
    func enter(draft: DraftId, resident: ResidentId?, typed: Typed) throws  -> VisitDraft
    /// The fields of the home and of each resident that this worker may change in the visit, as they stand.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    func entries(draft: DraftId) throws  -> [EntryView]
    /// All is well (都好), in one tap: every check is answered so, and the visit ended without change. Needs that were
    /// named stay. Durable when this returns.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    func allWell(draft: DraftId) throws  -> VisitDraft
    /// Changes one field of the household, keeping the value that was seen.
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    func changeHousehold(draft: DraftId, household: HouseholdId, change: HouseholdChange) throws  -> VisitDraft
    /// Changes one field of a resident, keeping the value that was seen.
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    func changeResident(draft: DraftId, resident: ResidentId, change: ResidentChange) throws  -> VisitDraft
    /// What the visit in progress can choose from: what was proposed at its beginning and unticked is still offered.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    func choices(draft: DraftId) throws  -> VisitChoices
    /// Opens a visit in progress that corrects a finished one of this phone: with all that was entered then and with
    /// its day, ready to be put right. Its photos, needs and changed fields were recorded and stand; only new ones are
    /// added. Calling it again gives the same draft until that is finished or discarded.
    /// Fails with `NotFound` when this phone did not record the visit, or holds what was entered or its household no
    /// longer, or the hub did not take it: that is for the `Outbox` to record again. Fails with `Conflict` when it was corrected
    /// already: the later visit can be corrected again.
    func correct(visit: VisitId) throws  -> VisitDraft
    /// Drops a visit in progress with its photos. Nothing of it was recorded.
    func discard(draft: DraftId) throws
    /// Visits in progress, such as one that a killed app left.
    func drafts() throws  -> [VisitDraft]
    /// Finishes a visit: one durable transaction. A companion who is nobody is left out. Calling it again gives the same
    /// answer.
    /// Fails with `InvalidInput` naming what is missing; the draft stays as it is.
    func finish(draft: DraftId) throws  -> VisitId
    /// Puts a platform's fix on the core's clocks, for `VisitDraft.fix`, and says what is wrong with it: there is none
    /// for (0, 0), a receiver's empty answer, and the visit goes on without; an accuracy may say nothing.
    /// Fails with `InvalidInput` when the numbers are no place on earth.
    func fix(fix: FixDraft) throws  -> FixView
    /// What may follow when nobody answers here, the most pressing first.
    func nextSteps(household: HouseholdId) throws  -> [NextStep]
    /// Where the visit in progress stands as against its home, by its fix as it was saved last: what a manager would
    /// see, told at the door while a better fix can still be had. The visit can be finished whatever it says.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    func placeOf(draft: DraftId) throws  -> PlaceView
    /// Saves the draft as it stands; durable when this returns. Photos and changed fields stay as they are, and so does
    /// the visit that it corrects.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    func save(draft: VisitDraft) throws
    /// Starts a visit: all that is due at the household is proposed as done, ready to be unticked.
    /// Fails with `NotFound` when the household is not on this phone.
    func start(household: HouseholdId) throws  -> VisitDraft

/// Visits: start, save at each change, finish once.
open class Visits: VisitsProtocol, @unchecked Sendable

/// For whom an evidence bundle is made.
public struct BundleFor: Equatable, Hashable
    /// Who gets it: an office, a court.
    public var recipient: String
    /// How many days they may keep it.
    public var keepDays: UInt16
    /// Whether the photos go opened, for a recipient without the hub's key; sealed otherwise.
    public var isOpened: Bool

/// One category of a resident, as it is entered.
public struct CategoryDraft: Equatable, Hashable
    /// Which.
    public var kind: CategoryKind
    /// The grade within it, where it has grades.
    public var grade: String?
    /// First day that it holds.
    public var since: Day
    /// Last day that it holds; open when absent.
    public var until: Day?
    /// Who decided it.
    public var authority: String?

/// One category of a resident.
public struct CategoryView: Equatable, Hashable
    /// Which.
    public var kind: CategoryKind
    /// The grade within it.
    public var grade: String?
    /// First day that it holds.
    public var since: Day
    /// Last day that it holds; open when absent.
    public var until: Day?
    /// Who decided it.
    public var authority: String?

/// A field of the register that the visit changes.
public struct ChangedField: Equatable, Hashable
    /// The resident; the household itself when absent.
    public var resident: ResidentId?
    /// The field.
    public var field: String

/// A claim that nobody has settled yet.
public struct ClaimView: Equatable, Hashable
    /// Its id; where the next page goes on.
    public var id: ClaimId
    /// The household.
    public var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    public var home: HomeLine?
    /// What is claimed.
    public var kind: ClaimKind
    /// Since when.
    public var on: Day
    /// Where it stands.
    public var status: ClaimStatus
    /// Whom it is about, where it names one resident.
    public var resident: ResidentView?
    /// How it can be settled.
    public var settlements: [Settlement]
    /// The visit that made it.
    public var visit: VisitView?

/// Somebody to whom a home can be handed.
public struct ColleagueView: Equatable, Hashable
    /// Their id.
    public var id: StaffId
    /// Their name.
    public var name: String
    /// What they are.
    public var staffRole: StaffRole
    /// What they are to the grid.
    public var gridRole: GridRole

/// An answer of whoever would be in a picture, and what it comes to.
public struct ConsentChoice: Equatable, Hashable
    /// The answer.
    public var consent: ConsentState
    /// Whether a picture may be taken with it.
    public var allows: Bool
    /// Whether faces are to be hidden in that picture. Where it is `Required`, one without a hidden part is not taken in.
    public var faces: FaceHiding
    /// Whether a picture in which so many parts are hidden may be kept.
    public func mayKeep(hidden: UInt32) -> Bool

/// A position in degrees with its datum.
public struct Coordinate: Equatable, Hashable
    /// Degrees north.
    public var lat: Double
    /// Degrees east.
    public var lon: Double
    /// What the degrees refer to.
    public var datum: Datum

/// A corner of an outline in degrees of WGS-84, which most maps in China do not show where it lies: turn it first.
public struct Corner: Equatable, Hashable
    /// Degrees east.
    public var lon: Double
    /// Degrees north.
    public var lat: Double

/// A home behind a figure.
public struct CountedHome: Equatable, Hashable
    /// The household.
    public var household: HouseholdId
    /// Its form of address.
    public var greeting: String
    /// Its address.
    public var address: String
    /// Village group.
    public var villageGroup: String?
    /// Building.
    public var building: String?
    /// Floor.
    public var floor: Int16?
    /// How many duties of the figure are this home's: those of all homes add up to it.
    public var count: UInt32
    /// Whether this worker may hand it over, and there is somebody to take it.
    public var mayHandOver: Bool

/// The figures of one group of duties.
public struct Counts: Equatable, Hashable
    /// 应访: all that are not exempt.
    public var due: UInt32
    /// 已访: due and done.
    public var visited: UInt32
    /// 未遇: due, not done, tried at least once.
    public var attempted: UInt32
    /// 逾期: due, not done, the last day has passed.
    public var overdue: UInt32
    /// 免访: not counted as due.
    public var exempt: UInt32
    /// 探访率: visited ÷ due, 0 to 1; none where nothing is due.
    public var rate: Double?
    /// The same in words; that nothing is due where nothing is.
    public var share: Words

/// The figures of a grid: all of it, one area of it, or one category in it.
public struct CoverageLine: Equatable, Hashable
    /// The grid.
    public var grid: GridCode
    /// What it is called; its code where it is not on this phone, such as one that a home left.
    public var gridName: String
    /// The area, on a line of one.
    public var area: ServiceArea?
    /// The category, on a line of one. With neither, the line is the grid's whole.
    public var category: CategoryKind?
    /// The figures.
    public var counts: Counts

/// What was written.
public struct Diagnostics: Equatable, Hashable
    /// The file.
    public var path: String
    /// Its content, for the user to read before sending it.
    public var json: String

/// What is ticked off at a door beside the pictures.
public struct DoorWork: Equatable, Hashable
    /// Tickets.
    public var tickets: [TicketView]
    /// Work that no ticket asks for.
    public var work: [WorkChoice]

/// A photo of the visit in progress; its sealed file is on the disk.
public struct DraftPhotoView: Equatable, Hashable
    /// The photo.
    public var id: PhotoId
    /// What it is.
    public var kind: EvidenceKind
    /// Why it was taken.
    public var reason: String
    /// Whether the person agreed.
    public var consent: ConsentState
    /// When it was taken in.
    public var capturedAt: Timestamp

/// One thing due at a household.
public struct DutyView: Equatable, Hashable
    /// Whom it is about.
    public var subject: Subject
    /// The rule's id.
    public var rule: String
    /// What the rule is called.
    public var title: Words
    /// The task in plain words.
    public var task: Words
    /// On what legal basis: as cited, and its English where somebody wrote it.
    public var legalBasis: Words
    /// Why a photo is asked for, where one is.
    public var photoReason: Words?
    /// The rule's area.
    public var area: ServiceArea
    /// First day.
    public var opens: Day
    /// Last day.
    public var due: Day
    /// How many visitors must come.
    public var visitors: UInt8
    /// Where it stands.
    public var state: DutyState
    /// The same in words.
    public var standing: Words
    /// Whether it can be done today.
    public var isDueToday: Bool

/// What the worker confirms after an enrolment.
public struct EnrolledView: Equatable, Hashable
    /// Whose phone it is.
    public var staff: StaffView
    /// The tenant.
    public var tenant: String
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    public var isDemo: Bool

/// One field of a form, as it stands.
public struct EntryView: Equatable, Hashable
    /// The field, which has its label.
    public var field: EntryField
    /// Whose it is; the home's when absent.
    public var resident: ResidentId?
    /// Their name.
    public var whose: String?
    /// What stands in it: what this visit entered, else what is known.
    public var text: String
    /// Whether this visit changed it.
    public var isChanged: Bool

/// A remark on a visit that nobody has seen yet.
public struct ExceptionView: Equatable, Hashable
    /// Its id; where the next page goes on.
    public var id: ExceptionId
    /// The household.
    public var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    public var home: HomeLine?
    /// What was noticed.
    public var flag: VisitFlag
    /// The same in words.
    public var words: Words
    /// The visit.
    public var visit: VisitView?

/// Somebody who came along.
public struct FellowVisitor: Equatable, Hashable
    /// The worker, where they are staff of the tenant.
    public var staff: StaffId?
    /// Their name as entered, for visitors who are no staff.
    public var name: String?

/// Which figure of coverage, as a screen shows it.
public struct FigureOf: Equatable, Hashable
    /// The length of the period.
    public var kind: PeriodKind
    /// The figure.
    public var figure: Figure
    /// A day of the period; today when absent.
    public var day: Day?
    /// The grid; all together when absent.
    public var grid: GridCode?
    /// The area, of a line of one.
    public var area: ServiceArea?
    /// The category, of a line of one.
    public var category: CategoryKind?

/// A location fix on the core's clocks, as a draft keeps it.
public struct Fix: Equatable, Hashable
    /// Where.
    public var at: Coordinate
    /// Radius in metres, where known.
    public var accuracyM: Double?
    /// Whether that radius holds the place with 68 % probability.
    public var accuracyIs68Percent: Bool
    /// Why the radius is not known, where that is so.
    public var whyNoAccuracy: UnknownAccuracy?
    /// Height in metres.
    public var altitudeM: Double?
    /// Speed in metres a second.
    public var speedMps: Double?
    /// Time by GPS.
    public var gpsTime: Timestamp?
    /// Time by the device's wall clock.
    public var deviceTime: Timestamp
    /// Time by the core's monotonic clock, in milliseconds.
    public var monotonicMs: UInt64
    /// The run that the monotonic clock counts from.
    public var bootId: UInt64
    /// Whether Android calls it mock.
    public var isMock: Bool
    /// Whether Apple calls it simulated.
    public var isSimulated: Bool
    /// Whether it comes from an accessory.
    public var isFromAccessory: Bool

/// A location fix as the platform hands it over; `Visits.fix` turns it into a `Fix`.
public struct FixDraft: Equatable, Hashable
    /// Where, in the datum of its source.
    public var at: Coordinate
    /// Radius in metres; none where the source gave none.
    public var accuracyM: Double?
    /// Whether that radius holds the place with 68 % probability (Android says so; Apple states none).
    public var accuracyIs68Percent: Bool
    /// How long ago the fix was made, in milliseconds, by the platform's monotonic clock where it tells.
    public var ageMs: UInt64
    /// Height in metres.
    public var altitudeM: Double?
    /// Speed in metres a second.
    public var speedMps: Double?
    /// Time of the fix by GPS.
    public var gpsTime: Timestamp?
    /// Whether Android calls it mock.
    public var isMock: Bool
    /// Whether Apple calls it simulated by software.
    public var isSimulated: Bool
    /// Whether it comes from an accessory.
    public var isFromAccessory: Bool

/// What the core makes of a platform's fix.
public struct FixView: Equatable, Hashable
    /// For `VisitDraft.fix`; none for (0, 0), a receiver's empty answer: the visit goes on without.
    public var fix: Fix?
    /// What makes it useless or vague, in words for the worker; none for a good one.
    public var fault: Words?

/// A grid by name.
public struct GridLine: Equatable, Hashable
    /// The grid.
    public var grid: GridCode
    /// What it is called.
    public var name: String

/// A grid as a map shows it.
public struct GridShape: Equatable, Hashable
    /// The grid.
    public var grid: GridCode
    /// What it is called.
    public var name: String
    /// Its ground; none where nobody drew it, or not so that it can be shown.
    public var parts: [OutlinePart]
    /// A place well inside, for its name; none without ground.
    public var labelAt: Coordinate?

/// A page of grids for a map.
public struct GridShapePage: Equatable, Hashable
    /// The grids, in order of their codes.
    public var shapes: [GridShape]
    /// After which grid the next page begins; none after the last.
    public var next: GridCode?

/// A home that was handed to a colleague who answers for its grid (转交).
public struct HandedOverView: Equatable, Hashable
    /// Whether it was handed to this phone's worker.
    public var toMe: Bool
    /// The name of whom it was handed to, where this phone knows them.
    public var to: String?
    /// The name of who handed it over.
    public var by: String?
    /// The last day that it holds.
    public var until: Day
    /// What the receiver must know.
    public var note: String?

/// What a phone of a role holds.
public struct Holdings: Equatable, Hashable
    /// What the hub gives to it, line by line.
    public var lines: [Words]
    /// What others get and it never does; none where it gets all.
    public var withheld: Words?

/// Where something was recorded.
public struct HomeLine: Equatable, Hashable
    /// The household's form of address.
    public var greeting: String
    /// Its address.
    public var address: String

/// A page of homes behind a figure.
public struct HomePage
    /// The homes, in walking order.
    public var homes: [CountedHome]
    /// Where the next page goes on; none after the last.
    public var next: HomeCursor?

/// What decides which work may go out.
public struct HostStatus: Equatable, Hashable
    /// The network.
    public var network: Network
    /// Battery, 0–100.
    public var batteryPercent: UInt8
    /// Whether it is being charged.
    public var isCharging: Bool
    /// Whether the worker agreed to send photos older than 48 h over a metered network.
    public var photosMayCost: Bool

/// A household met at the door that no list has.
public struct HouseholdDraft: Equatable, Hashable
    /// The grid where it lies.
    public var grid: GridCode
    /// The form of address at the door.
    public var greeting: String
    /// The address.
    public var address: String
    /// Village group.
    public var villageGroup: String?
    /// Where to call.
    public var phone: String?
    /// The home's place.
    public var place: Coordinate?

/// A household with all that a visitor of this role needs.
public struct HouseholdView: Equatable, Hashable
    /// Its id.
    public var id: HouseholdId
    /// The grid where it lies.
    public var grid: GridCode
    /// The form of address at the door.
    public var greeting: String
    /// The address.
    public var address: String
    /// Village group.
    public var villageGroup: String?
    /// Building.
    public var building: String?
    /// Floor.
    public var floor: Int16?
    /// Where to call.
    public var phone: String?
    /// The home's place; many are unknown.
    public var place: Coordinate?
    /// What a visitor must know to be safe.
    public var safetyNote: String?
    /// Its residents, for roles that may know them.
    public var residents: [ResidentView]
    /// What is due, for roles that derive.
    public var duties: [DutyView]
    /// What is asked, for roles with tickets.
    public var tickets: [TicketView]
    /// Its latest visits, newest first.
    public var visits: [VisitView]
    /// Those of its visits that this phone can put right.
    public var correctable: [VisitId]
    /// Needs that are not closed.
    public var needs: [NeedView]
    /// Whom it is handed to, where it is.
    public var handedOver: HandedOverView?
    /// Whether this worker may hand it over, and take it back.
    public var mayHandOver: Bool
    /// Whether this worker may add a resident.
    public var mayAddResident: Bool
    /// That homes are locked, in words, where they are: then no more is told than a door needs.
    public var lock: Words?

/// What the server answered.
public struct HttpAnswer: Equatable, Hashable
    /// The status.
    public var status: UInt16
    /// Its headers; their case does not matter.
    public var headers: [String: String]
    /// The body, inflated where the server compressed it.
    public var body: Data

/// A request for the platform to perform. Follow no redirect.
public struct HttpRequest: Equatable, Hashable
    /// The method.
    public var method: HttpMethod
    /// The whole address.
    public var url: String
    /// Headers to send as they are.
    public var headers: [String: String]
    /// The body, where there is one; an upload's body is its file.
    public var body: String?
    /// SHA-256 of the `SubjectPublicKeyInfo` that the server must show.
    public var spkiSha256: Data

/// Where the hub is and which key it must show.
public struct HubAddress: Equatable, Hashable
    /// Scheme, host and port.
    public var url: String
    /// SHA-256 of the `SubjectPublicKeyInfo` of the hub's certificate. Refuse every other; no authority is asked.
    public var spkiSha256: Data

/// Who this phone is.
public struct IdentityView: Equatable, Hashable
    /// The phone's id at the hub.
    public var device: DeviceId
    /// Whose phone it is.
    public var staff: StaffView
    /// Which screens they need.
    public var screens: RoleScreens
    /// The tenant.
    public var tenant: String
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    public var isDemo: Bool
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    public var reportPhone: String?
    /// The hub.
    public var hub: HubAddress
    /// What the phone may still do.
    public var state: DeviceState

/// A journal that proved sound.
public struct JournalProofView: Equatable, Hashable
    /// How many records the chain holds.
    public var records: UInt64
    /// How many of them record a photo.
    public var photos: UInt64
    /// The last of them.
    public var last: OpId?

/// A visit first written on paper (补录).
public struct LateEntry: Equatable, Hashable
    /// The real day of the visit.
    public var visitedOn: Day
    /// Who made it.
    public var visitedBy: StaffId

/// How many homes are left to visit. A home counts once in each, whatever is due there.
public struct Left: Equatable, Hashable
    /// Those on today's list.
    public var today: UInt64
    /// Those of them where a window was missed.
    public var overdue: UInt64
    /// Those where the last day of something comes before this month is over, open yet or not.
    public var thisMonth: UInt64

/// One line of the log: what was called and how it went. Never personal data.
public struct LogLine: Equatable, Hashable
    /// When.
    public var at: Timestamp
    /// How grave.
    public var level: LogLevel
    /// The call, such as `visits.finish`.
    public var what: String
    /// How it went: an error's code, a state, a figure.
    public var how: String

/// What lies nowhere but on this phone, and is lost with it: when its worker leaves, when another takes it over.
public struct LossView: Equatable, Hashable
    /// Whether there is nothing to lose.
    public var isNothing: Bool
    /// Records that the hub has not acknowledged.
    public var records: UInt64
    /// Photos that the hub has not confirmed, those of visits in progress included.
    public var photos: UInt64
    /// Visits in progress.
    public var visits: UInt64
    /// Records that the hub did not take and nothing put right.
    public var rejected: UInt64
    /// Damaged stores that were set aside.
    public var setAside: UInt64
    /// What there is of it in words, line by line.
    public var lines: [Words]
    /// All of it in one sentence; that nothing is lost where nothing is.
    public var sentence: Words

/// A need found during the visit.
public struct NeedDraft: Equatable, Hashable
    /// What is needed.
    public var kind: NeedKind
    /// Whose need, where it is one person's.
    public var resident: ResidentId?
    /// Free words.
    public var note: String?

/// A need that is not closed.
public struct NeedView: Equatable, Hashable
    /// Its id.
    public var id: NeedId
    /// Whose need, where it is one person's.
    public var resident: ResidentId?
    /// What is needed.
    public var kind: NeedKind
    /// Where it stands.
    public var status: ReferralStatus
    /// The round, from 1.
    public var round: UInt16
    /// Free words.
    public var note: String?

/// One record in the outbox.
public struct OutboxLineView: Equatable, Hashable
    /// Its place in the journal; where the next page goes on.
    public var seq: UInt64
    /// The operation.
    public var op: OpId
    /// What it records, such as `VisitRecorded`.
    public var kind: String
    /// The same in words.
    public var what: Words
    /// The household concerned.
    public var household: HouseholdId?
    /// Its form of address and address, where it is on this phone.
    public var home: HomeLine?
    /// When it was recorded.
    public var recordedAt: Timestamp
    /// Length of its body.
    public var bytes: UInt64
    /// How far it has come.
    public var state: ItemState
    /// How often it was tried.
    public var attempts: UInt32
    /// When it is sent or judged next, where that is known.
    public var nextTry: Timestamp?
    /// State and cause in words.
    public var words: Words

/// One piece of ground that a grid covers.
public struct OutlinePart: Equatable, Hashable
    /// The ring around it, closed: its last corner is its first.
    public var outer: [Corner]
    /// The rings of what is cut out of it.
    public var holes: [[Corner]]

/// A civil period of the tenant's calendar, and the ways to its neighbours: a day of theirs, for asking for them.
public struct PeriodView: Equatable, Hashable
    /// Its length.
    public var kind: PeriodKind
    /// As reports write it, such as `2026-06` or `2026-Q2`.
    public var name: String
    /// Its first day.
    public var start: Day
    /// Its last.
    public var end: Day
    /// Whether today lies in it.
    public var isCurrent: Bool
    /// A day of the period before; none where nothing was asked for yet.
    public var earlier: Day?
    /// A day of the period after; none while that has not begun.
    public var later: Day?

/// What a photo of a visit can be.
public struct PhotoChoice: Equatable, Hashable
    /// What it is.
    public var kind: EvidenceKind
    /// What can be answered before the camera opens, each answer once.
    public var consents: [ConsentChoice]
    /// Whether the camera may be opened for `reason`, once the answer is `consent`; never before there is one. What is then
    /// taken is looked at again.
    public func mayTake(reason: String, consent: ConsentState?) -> Bool

/// Why and how a photo is taken.
public struct PhotoDraft: Equatable, Hashable
    /// What it is.
    public var kind: EvidenceKind
    /// Why it is taken, as the rule says.
    public var reason: String
    /// Whether the person agreed.
    public var consent: ConsentState
    /// What is made unrecoverable before anything is hashed or sealed: where a minor may be in the picture, faces.
    public var hidden: [PhotoRegion]
    /// What is drawn on the copy that travels.
    public var stamp: PhotoStamp?

/// One photo on its way to the hub.
public struct PhotoLineView: Equatable, Hashable
    /// The photo.
    public var photo: PhotoId
    /// Its visit.
    public var visit: VisitId
    /// Its household.
    public var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    public var home: HomeLine?
    /// When it was taken in.
    public var capturedAt: Timestamp
    /// Length of the sealed file.
    public var bytes: UInt64
    /// Bytes that the hub is known to hold.
    public var sent: UInt64
    /// How far it has come.
    public var state: BlobState
    /// Tries since anything got through.
    public var attempts: UInt32
    /// When it is tried next, where that lies ahead.
    public var nextTry: Timestamp?
    /// The state in words.
    public var words: Words

/// The pixels of a HEIC as the platform decoded them. 1920 on the longer side are enough; where something is hidden,
/// what is sealed as the original has the size that is handed over.
public struct PhotoPixels: Equatable, Hashable
    /// Pixels across.
    public var width: UInt32
    /// Pixels down.
    public var height: UInt32
    /// Four bytes a pixel (red, green, blue, alpha), line by line without gaps.
    public var rgba: Data
    /// How they still have to be turned, EXIF's 1 to 8; 1 when the decoder did it.
    public var orientation: UInt8

/// A part of the upright picture to make unrecoverable; all four in parts of its width and height, 0 to 1.
public struct PhotoRegion: Equatable, Hashable
    /// Its left edge.
    public var left: Double
    /// Its upper edge.
    public var top: Double
    /// How wide it is.
    public var width: Double
    /// How high it is.
    public var height: Double

/// A stamp on the copy of a photo that travels. Decoration: what proves a photo is its seal.
public struct PhotoStamp: Equatable, Hashable
    /// What it shows.
    public var words: StampWords
    /// How it is drawn.
    public var look: StampLook

/// Where a visit in progress stands as against its home: an answer, never a lock on the door.
public struct PlaceView: Equatable, Hashable
    /// What the fence around the home answers.
    public var fence: FencePlace
    /// Probability (0 to 1) that the true place lies in the fence; none where nothing is known.
    public var probability: Double?
    /// Why nothing is known, where that is so.
    public var why: WhyUnknown?
    /// What speaks against the fix.
    public var flags: [FixFlag]
    /// All of it in words for the worker.
    public var sentence: Words

/// A resident met at the door whom no list has.
public struct ResidentDraft: Equatable, Hashable
    /// Their name.
    public var name: String
    /// Their identity number; checked digit by digit.
    public var identity: String?
    /// Birthday.
    public var born: Day?
    /// Where to call them.
    public var phone: String?
    /// What they are to the householder.
    public var relation: String?
    /// Their categories.
    public var categories: [CategoryDraft]

/// A resident as this role may see them.
public struct ResidentView: Equatable, Hashable
    /// Their id.
    public var id: ResidentId
    /// Their name.
    public var name: String
    /// Their identity number with most digits hidden.
    public var identityMasked: String?
    /// Birthday.
    public var born: Day?
    /// Where to call them.
    public var phone: String?
    /// What they are to the householder.
    public var relation: String?
    /// Their categories, as far as this role may know them.
    public var categories: [CategoryView]
    /// The day they died or moved away.
    public var leftOn: Day?

/// One line of the list. It names workers and duties, never residents.
public struct ResponsibilityLineView: Equatable, Hashable
    /// The grid.
    public var grid: GridCode
    /// The grid's name.
    public var gridName: String
    /// The worker's name.
    public var name: String
    /// What the worker is.
    public var staffRole: StaffRole
    /// What the worker is to the grid.
    public var gridRole: GridRole
    /// Since when.
    public var since: Day

/// Which screens a worker needs, so that no app decides by the name of a role.
public struct RoleScreens: Equatable, Hashable
    /// Whether the phone holds tickets in place of what duties derive from.
    public var holdsTickets: Bool
    /// Whether the worker settles what visits claim and what was remarked on them.
    public var reviews: Bool
    /// Whether the worker gets pictures, few words and large targets.
    public var isPlain: Bool

/// One of the steps when nobody opens.
public struct Rung: Equatable, Hashable
    /// The step, and whom it calls.
    public var choice: StepChoice
    /// Where it stands.
    public var turn: Turn
    /// Whether it was tried last, and nobody said yet what came of it.
    public var isOpen: Bool
    /// Whether nothing is left to try after it.
    public var isLast: Bool

/// A household or a resident that was found.
public struct SearchHitView: Equatable, Hashable
    /// The household.
    public var household: HouseholdId
    /// The resident; none when the household itself was found.
    public var resident: ResidentId?
    /// The resident's name, or the form of address of the household.
    public var title: String
    /// The address of the household.
    public var address: String

/// A page of what was found.
public struct SearchPage
    /// The hits.
    public var hits: [SearchHitView]
    /// Where the next page goes on; none after the last.
    public var next: SearchCursor?

/// A way to settle a claim.
public struct Settlement: Equatable, Hashable
    /// What becomes of it.
    public var status: ClaimStatus
    /// Those of whom one must be named for that; empty where nobody has to be.
    public var who: [ResidentView]

/// A worker.
public struct StaffView: Equatable, Hashable
    /// Their id.
    public var id: StaffId
    /// Their name.
    public var name: String
    /// What they are.
    public var role: StaffRole

/// What a stamp shows. It is recorded beside the photo, and whoever sees the picture reads it. At most 60 characters
/// each.
public struct StampWords: Equatable, Hashable
    /// When the photo was taken; shown as the tenant's civil time.
    public var taken: Timestamp
    /// Where: a village rather than coordinates, unless a rule asks for more.
    public var place: String?
    /// Who took it.
    public var worker: String?
    /// The household's code, never a name.
    public var household: String?

/// What may follow when nobody answers, and whom it calls.
public struct StepChoice: Equatable, Hashable
    /// The step.
    public var step: NextStep
    /// The number that it dials, without data; none where it calls nobody or the number is not known.
    public var dials: String?

/// One open duty at a stop.
public struct StopDutyView: Equatable, Hashable
    /// Whom it is about.
    public var subject: Subject
    /// The resident's name, where it is about one.
    public var name: String?
    /// The rule's id; `Register.household` has its legal basis.
    public var rule: String
    /// What the rule is called.
    public var title: Words
    /// The first day on which it can be done.
    public var opens: Day
    /// The last.
    public var due: Day
    /// Whether somebody came and did not reach the subject.
    public var isAttempted: Bool
    /// The first day of the windows that were missed in a row up to now.
    public var missedSince: Day?

/// A stop that was handed to one of those who answer for its grid; `Register.household` has the names.
public struct StopHandOverView: Equatable, Hashable
    /// Whether to this phone's worker.
    public var toMe: Bool
    /// What the receiver must know.
    public var note: String?

/// A page of stops.
public struct StopPage
    /// The stops, in walking order.
    public var stops: [StopView]
    /// Where the next page goes on; none after the last.
    public var next: StopCursor?

/// A household to call at, with all that is due there.
public struct StopView: Equatable, Hashable
    /// The household.
    public var household: HouseholdId
    /// Its form of address.
    public var greeting: String
    /// Its address.
    public var address: String
    /// Where it lies, where that is known.
    public var place: Coordinate?
    /// Metres from where the worker stands in a straight line, where both are known.
    public var metres: Double?
    /// Village group.
    public var villageGroup: String?
    /// Building.
    public var building: String?
    /// Floor.
    public var floor: Int16?
    /// What a visitor must know to be safe.
    public var safetyNote: String?
    /// Whom it is handed to today, where it is.
    public var handedOver: StopHandOverView?
    /// What is due, for roles that derive.
    public var duties: [StopDutyView]
    /// What is asked for, for roles that hold tickets.
    public var tickets: [TicketView]

/// What lies on this phone.
public struct StoredView: Equatable, Hashable
    /// Households that its worker answers for.
    public var homes: UInt64
    /// Visits to them, whoever made them.
    public var visits: UInt64
    /// Photos of which a file is here.
    public var photos: UInt64
    /// Bytes of all of it.
    public var bytes: UInt64
    /// The same in words, line by line.
    public var lines: [Words]

/// One resident's own outcome where it differs from the visit's.
public struct SubjectOutcome: Equatable, Hashable
    /// The resident.
    public var resident: ResidentId
    /// How it went for them.
    public var outcome: VisitOutcome

/// What an exchange did.
public struct Summary: Equatable, Hashable
    /// Requests sent.
    public var requests: UInt32
    /// Records acknowledged for the first time.
    public var acknowledged: UInt64
    /// Rows received.
    public var rows: UInt64
    /// Files completed.
    public var uploads: UInt32
    /// Answers that never came or were no answer.
    public var retries: UInt32
    /// Times that phone and hub had parted and were brought together.
    public var healed: UInt32
    /// Why photos still wait, where they do.
    public var photosWait: Cause?

/// A photo that was taken, and what became of the camera's file.
public struct TakenPhoto: Equatable, Hashable
    /// The photo.
    public var photo: PhotoId
    /// Whether the camera's file could not be removed: a picture in clear, which is now the app's to remove.
    public var plainFileRemains: Bool

/// What a role that may not see categories is asked to do.
public struct TicketView: Equatable, Hashable
    /// Its id.
    public var id: TicketId
    /// What to do, in plain words.
    public var task: Words
    /// First day.
    public var opens: Day
    /// Last day.
    public var due: Day
    /// Ways of visiting that do it.
    public var modes: [VisitMode]
    /// How many visitors must come.
    public var visitors: UInt8
    /// What a visitor must know to be safe.
    public var safetyNote: String?
    /// Where it stands.
    public var state: TicketState

/// What was typed into a field; blank when there is none.
public struct Typed: Equatable, Hashable
    /// The field.
    public var field: EntryField
    /// The text, as it was typed.
    public var text: String

/// What a file of unsent work holds.
public struct UnsentExport: Equatable, Hashable
    /// Records.
    public var records: UInt64
    /// Photos, each with those of its files that the hub has not stored.
    public var photos: UInt64
    /// Photo files that should be in it and are not: this phone's storage lost or damaged them.
    public var leftOut: UInt64
    /// Length of the sealed file in bytes.
    public var bytes: UInt64

/// What one visit can choose from.
public struct VisitChoices: Equatable, Hashable
    /// How most visits end, the most frequent first.
    public var usualOutcomes: [VisitOutcome]
    /// How else one may end.
    public var otherOutcomes: [VisitOutcome]
    /// Work that is due here today and that this worker may do, and whatever was ticked.
    public var work: [WorkChoice]
    /// Work for the household as a whole that nothing asks for and nobody ticked yet.
    public var otherWork: [WorkChoice]
    /// Tickets that are open here today, and those that were ticked.
    public var tickets: [TicketView]
    /// What may follow when nobody answers, the most pressing first.
    public var nextSteps: [StepChoice]
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    public var reportPhone: String?
    /// How many must come for all of what is due here.
    public var visitors: UInt8
    /// Why photos are asked for here today, each reason once; empty where none is.
    public var photoReasons: [Words]
    /// Why signatures are asked for here today, each reason once; empty where none is.
    public var signatureReasons: [Words]
    /// What the visit says once it was first on paper: by this worker, and today by the tenant's calendar unless another day
    /// is told.
    public var paper: LateEntry
    /// What a photo can be, the most frequent first, and what can be answered before the camera opens.
    public var photos: [PhotoChoice]
    /// What is ticked off at a door beside the pictures: nothing where the visit is one task alone, and work without a
    /// ticket only where none is ticked.
    public func atDoor(draft: VisitDraft) -> DoorWork
    /// The steps when nobody opens, in their order, after `tried` was tried last; the one after it has its turn once
    /// `in_vain`: that it came to nothing.
    public func ladder(tried: NextStep?, inVain: Bool) -> [Rung]

/// A visit in progress. Edit it freely, save it with `Visits.save` at each change, end it with `Visits.finish`.
/// `photos` and `changes` are shown here and changed by calls of their own, and `corrects` stays as it began.
public struct VisitDraft: Equatable, Hashable
    /// Its id; the finished visit has the same.
    public var id: DraftId
    /// The household.
    public var household: HouseholdId
    /// When it began.
    public var startedAt: Timestamp
    /// Where it takes place.
    public var place: VisitPlace
    /// How it is made.
    public var mode: VisitMode
    /// How it ended, once known.
    public var outcome: VisitOutcome?
    /// What was done to whom; begins as all that is due here.
    public var facts: [VisitFact]
    /// The tickets it answers; begins as all that are open here.
    public var tickets: [TicketId]
    /// Residents whose outcome differs.
    public var subjectOutcomes: [SubjectOutcome]
    /// How it was, each check once; `Visits` answers all in one call. What is not well becomes a need at the finish, where
    /// `needs` does not say it.
    public var wellbeing: [WellbeingAnswer]
    /// The location fix, from `Visits.fix`.
    public var fix: Fix?
    /// Who came along.
    public var companions: [FellowVisitor]
    /// What follows an attempt.
    public var nextStep: NextStep?
    /// Present when it was first on paper.
    public var lateEntry: LateEntry?
    /// The visit that this one corrects, where it began with `Visits.correct` (read only).
    public var corrects: VisitId?
    /// Needs found.
    public var needs: [NeedDraft]
    /// Fields changed so far (read only).
    public var changes: [ChangedField]
    /// Whether it says where the home lies (read only).
    public var hasNewPlace: Bool
    /// Photos taken so far (read only).
    public var photos: [DraftPhotoView]
    /// Whether a photo was refused; never blocks.
    public var photoRefused: Bool
    /// Free words.
    public var note: String?
    /// How a picture was answered; none where it was not. A need that was named says that something is hard.
    public func answer(check: WellbeingCheck) -> Bool?
    /// It was as the pictures say, and the visit is over.
    public func asPictured() -> VisitDraft
    /// Back from the steps to the pictures: nobody was reached yet, nor missed.
    public func backToPictures() -> VisitDraft
    /// Ended so. What follows goes with the outcome that asked for it.
    public func ending(outcome: VisitOutcome) -> VisitDraft
    /// Whether a picture was answered or a need named: the visit then ends as the pictures say, and not with all of them at
    /// once.
    public func isAnswered() -> Bool
    /// Whether something was said to be hard, or a need was named.
    public func isHard() -> Bool
    /// Whether nobody opened, and the steps are tried one after the other.
    public func isNobodyThere() -> Bool
    /// Nobody opens: the first step is next.
    public func nobodyOpens() -> VisitDraft
    /// Somebody is there after all: who was reached by a call was visited by phone.
    public func somebodyAnswers() -> VisitDraft
    /// After a tap on a picture: it is well, then not, then unanswered again. Of trouble the first tap says that something is
    /// hard, and the next takes back what was said to be.
    public func tapped(check: WellbeingCheck) -> VisitDraft

/// What was done to whom: the unit that discharges duties.
public struct VisitFact: Equatable, Hashable
    /// The kind of work.
    public var kind: VisitKind
    /// For whom.
    public var subject: Subject

/// A past visit in short.
public struct VisitView: Equatable, Hashable
    /// The visit.
    public var id: VisitId
    /// Who is credited.
    public var by: StaffId
    /// What they are.
    public var role: StaffRole
    /// How many visitors came.
    public var visitors: UInt8
    /// How it was made.
    public var mode: VisitMode
    /// How it ended.
    public var outcome: VisitOutcome
    /// What was done to whom.
    public var facts: [VisitFact]
    /// How it was at the door, for roles that may know it.
    public var wellbeing: [WellbeingAnswer]
    /// When.
    public var at: Timestamp
    /// On which civil day.
    public var on: Day
    /// What follows an attempt.
    public var nextStep: NextStep?
    /// The visit that replaced this one.
    public var correctedBy: VisitId?

/// How far all that was recorded has come.
public struct WaitingView: Equatable, Hashable
    /// Records that the hub has not acknowledged.
    public var records: UInt64
    /// Photos of finished visits that the hub has not confirmed.
    public var photos: UInt64
    /// The same in a line; that all was sent, or that nothing was recorded yet, where neither waits.
    public var words: Words

/// How one thing was at the door.
public struct WellbeingAnswer: Equatable, Hashable
    /// What was looked at.
    public var check: WellbeingCheck
    /// Whether it is well; of trouble, that there is none.
    public var isWell: Bool

/// One sentence or label in both languages of the product.
public struct Words: Equatable, Hashable
    /// Simplified Chinese.
    public var zh: String
    /// English.
    public var en: String

/// Work to tick, and whom it is for.
public struct WorkChoice: Equatable, Hashable
    /// The work.
    public var fact: VisitFact
    /// The resident's name, where it is for one.
    public var name: String?
    /// What the work is called.
    public var label: Words

/// How it stands after wrong PINs in a row.
public struct WrongPins: Equatable, Hashable
    /// How many more may be tried at once.
    public var triesLeft: UInt32
    /// For how long none is taken; zero while some are left.
    public var rest: ShownSpan

/// A part of the screen that may show something else now.
public enum Area: Equatable, Hashable, CaseIterable
    /// The list of today's stops.
    case today
    /// Visits in progress and finished.
    case visits
    /// Photos and how far they were sent.
    case photos
    /// Households and residents.
    case register
    /// Coverage.
    case coverage
    /// The outbox.
    case outbox
    /// Enrolment, what the phone may do, and whether its first data are here.
    case enrolment

/// How far a photo file has come.
public enum BlobState: Equatable, Hashable, CaseIterable
    /// Waiting (待上传).
    case waiting
    /// Uploading (上传中).
    case uploading
    /// Sent, to be checked (已传完,待核对).
    case complete
    /// Stored (已入库).
    case stored
    /// Kept on this phone (留存本机).
    case kept
    /// Not taken by the hub (中心未采纳).
    case refused
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What an evidence bundle is to prove.
public enum BundleOf: Equatable, Hashable
    /// These photos, at most 2,000.
    case photos
    /// All photos of a finished visit whose records are still on this phone.
    case visit
    /// All photos of a household whose records are still on this phone.
    case household

/// Why a resident is looked after. One resident has many, each with its dates and authority.
public enum CategoryKind: Equatable, Hashable, CaseIterable
    /// Minimum living allowance (低保).
    case dibao
    /// Extreme hardship support (特困).
    case tekun
    /// Near minimum allowance (低保边缘).
    case dibaoEdge
    /// Hardship by rigid expenditure (刚性支出困难).
    case rigidExpenditure
    /// Temporary aid (临时救助).
    case tempAid
    /// Watched against return to poverty (防返贫监测).
    case povertyWatch
    /// Orphan (孤儿).
    case orphan
    /// De facto unattended child (事实无人抚养儿童).
    case deFactoUnattended
    /// Left-behind child (留守儿童).
    case leftBehindChild
    /// Child in difficulty (困境儿童).
    case childInDifficulty
    /// Migrant child (流动儿童).
    case migrantChild
    /// Care risk tier (探访风险等级).
    case careRisk
    /// Left-behind elder (留守老人).
    case leftBehindElder
    /// Lives alone (独居).
    case livesAlone
    /// Empty nest (空巢).
    case emptyNest
    /// Disabling condition (失能).
    case disabling
    /// Dementia (失智).
    case dementia
    /// Advanced age (高龄).
    case oldAge
    /// Bereaved of an only child (计生特殊家庭).
    case bereavedOnlyChild
    /// Certified disability (残疾).
    case disability
    /// Severe mental disorder (精神障碍).
    case severeMental
    /// Severe illness (重病).
    case severeIllness
    /// Vagrant (流浪乞讨).
    case vagrant
    /// Left-behind woman (留守妇女).
    case leftBehindWoman
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Why the outbox waits.
public enum Cause: Equatable, Hashable, CaseIterable
    /// No network; everything is saved on this phone (没有网络，记录已保存在手机上).
    case noNetwork
    /// The hub did not answer; trying again soon (中心没有回应，稍后自动重试).
    case noAnswer
    /// Something else answered for the hub, perhaps a Wi-Fi login page (网络需要登录或被拦截，请检查网络).
    case notTheHub
    /// The hub is busy; trying again soon (中心繁忙，稍后自动重试).
    case hubBusy
    /// The hub's answer cannot be understood; trying again later (中心的回应无法理解，稍后重试).
    case unintelligible
    /// The hub refused the session; trying again later (登录未通过，稍后重试).
    case sessionRefused
    /// The phone's key is locked (手机密钥未解锁).
    case keyLocked
    /// The hub does not know this phone; enrol again (中心不认识这部手机，请重新登记).
    case unknownDevice
    /// This phone was revoked (这部手机已被停用).
    case revoked
    /// Update the app; recording goes on (请升级应用，记录可继续).
    case upgradeNeeded
    /// The phone's storage is full (手机存储已满).
    case storageFull
    /// The phone's storage failed; trying again later (手机存储出错，稍后重试).
    case storeFault
    /// Photos wait for an unmetered network (照片等待无线网络).
    case waitsForUnmetered
    /// Photos less than 48 hours old wait for an unmetered network (照片未满48小时，等待无线网络).
    case waitsForAge
    /// Photos wait for the battery (照片等待充电).
    case waitsForBattery
    /// The record goes first, then the photo (先发送记录，再发送照片).
    case waitsForRecord
    /// The hub does not hold what was sent of the photo; it is sent anew (中心没有收全照片，将重新上传).
    case uploadBeginsAnew
    /// The photo is larger than the hub takes; tell the office (照片超出中心的大小限制，请联系管理员).
    case photoTooLarge
    /// Too many photos of this phone wait at the hub for their records; trying again later (等待核对的照片太多).
    case tooManyPhotosWait
    /// Too many records of this phone wait to be judged at the hub; the rest is saved here (等待处理的记录太多).
    case tooManyRecordsWait
    /// The photo is not the one that was recorded; it stays on this phone (照片与记录不符,照片留在手机上).
    case photoAltered
    /// The record of this photo was not taken; the photo stays on this phone (照片的记录未被采纳).
    case photoRecordRejected
    /// One record is larger than the hub takes; it and all after it wait (一条记录超出中心的大小限制).
    case recordTooLarge
    /// The hub finds the request too large; trying again later (请求超出中心的大小限制，稍后重试).
    case requestTooLarge
    /// This phone is to be cleared; finish or give up the visit in progress first (请先完成或放弃进行中的走访).
    case waitsForVisit
    /// Cancelled (已取消).
    case cancelled
    /// Whether only the worker can do something about it, so that a notice is due. A constant: it cannot fail.
    public func asksTheWorker() -> Bool
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a visit claims about someone and only a supervisor settles.
public enum ClaimKind: Equatable, Hashable, CaseIterable
    /// Deceased (去世).
    case deceased
    /// Moved out (迁出).
    case movedOut
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Where a claim stands.
public enum ClaimStatus: Equatable, Hashable, CaseIterable
    /// Pending (待确认).
    case pending
    /// Reported by who does not answer for the home (待核实).
    case reported
    /// Confirmed (已确认).
    case confirmed
    /// Rejected (已驳回).
    case rejected
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Whether the person in the picture agreed.
public enum ConsentState: Equatable, Hashable, CaseIterable
    /// Granted (本人同意).
    case granted
    /// Guardian granted (监护人同意).
    case guardianGranted
    /// Refused (拒绝).
    case refused
    /// Withdrawn (已撤回).
    case withdrawn
    /// Nobody in the picture (无人入镜).
    case notNeeded
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a pair of degrees refers to. The shift between these is wider than many grids.
public enum Datum: Equatable, Hashable, CaseIterable
    /// GPS: Android's `Location`, `CLLocation`, Huawei Location Kit.
    case wgs84
    /// China's geodetic system of 2000 (天地图); taken as equal to WGS-84.
    case cgcs2000
    /// China's internet maps: AMap, Tencent.
    case gcj02
    /// Baidu.
    case bd09

/// What a phone may still do.
public enum DeviceState: Equatable, Hashable, CaseIterable
    /// Active (正常).
    case active
    /// Sending all before it is wiped (交清中).
    case draining
    /// Revoked (已停用).
    case revoked
    /// Upgrade needed (需要升级).
    case upgradeNeeded
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

enum DoorstepError: Swift.Error, Equatable, Hashable, Foundation.LocalizedError
    /// The named thing is not on this phone.
    case NotFound
    /// A value that cannot be taken; nothing was changed.
    case InvalidInput
    /// The thing changed meanwhile, or is in a state that forbids the call.
    case Conflict
    /// The hub cannot be reached; recording goes on.
    case Offline
    /// No room left on the phone; nothing of this call was saved.
    case StorageFull
    /// The store is shut: see `reason`.
    case Locked
    /// The caller cancelled.
    case Cancelled
    /// The host (key vault, file system) failed.
    case Host
    /// A fault of ours. The store opens again; `code` finds the fault in the log.
    case Internal
    /// The sentence that a screen shows, in both languages.
    public func text() -> Words
    public var description: String
    public var errorDescription: String?

/// Where a duty stands.
public enum DutyState: Equatable, Hashable
    /// Nobody came yet.
    case open
    /// Somebody came and did not reach the subject.
    case attempted
    /// Done.
    case visited
    /// Need not be done.
    case exempt

/// A field of a home or a resident that is typed.
public enum EntryField: Equatable, Hashable, CaseIterable
    /// The form of address at the door (称呼).
    case greeting
    /// The address (地址).
    case address
    /// Village group (村组).
    case villageGroup
    /// Building (楼栋).
    case building
    /// Floor (楼层).
    case floor
    /// Where to call the home (住户电话).
    case homePhone
    /// What a visitor must know to be safe (安全提示).
    case safetyNote
    /// Name (姓名).
    case name
    /// Birthday (出生日期).
    case born
    /// Where to call them (本人电话).
    case ownPhone
    /// What they are to the householder (与户主关系).
    case relation
    /// Identity number (身份证号).
    case identity
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a piece of evidence is.
public enum EvidenceKind: Equatable, Hashable, CaseIterable
    /// Photo (照片).
    case photo
    /// Signature (签字).
    case signature
    /// Thumbprint (手印).
    case thumbprint
    /// Document (材料).
    case document
    /// Voice (录音).
    case voice
    /// Note left (留条).
    case leaveNote
    /// Photo of a public notice (公示照片).
    case noticePhoto
    /// Injury, for a mandatory report (伤情照片).
    case injury
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Why a duty need not be done.
public enum ExemptReason: Equatable, Hashable, CaseIterable
    /// Claim awaiting confirmation (待确认去世或迁出).
    case claimPending
    /// Deceased or moved out (已去世或迁出).
    case claimConfirmed
    /// Excused by a supervisor (免访).
    case excused
    /// Category ended (类别已终止).
    case categoryEnded
    /// Left (已离开).
    case left
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Whether faces are made unrecoverable in a picture before anything of it is kept.
public enum FaceHiding: Equatable, Hashable, CaseIterable
    /// No face has to be hidden (不要求遮挡人脸).
    case notAsked
    /// Those of minors, where any are in the picture (画面里有未成年人的，须遮挡其人脸).
    case ofMinors
    /// All (须遮挡人脸).
    case required
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What the fence around a home answers.
public enum FencePlace: Equatable, Hashable, CaseIterable
    /// In the fence.
    case inside
    /// Beyond it.
    case outside
    /// Too near the edge for the fix's accuracy.
    case uncertain
    /// No fix, no accuracy or no fence.
    case unknown
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// One of the figures of a group of duties.
public enum Figure: Equatable, Hashable, CaseIterable
    /// Due (应访).
    case due
    /// Visited (已访).
    case visited
    /// Not met (未遇).
    case attempted
    /// Overdue (逾期).
    case overdue
    /// Exempt (免访).
    case exempt
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Something that speaks against a fix, or that a manager should know of it.
public enum FixFlag: Equatable, Hashable, CaseIterable
    /// From a mock provider: a fraud, or an honest external receiver.
    case mock
    /// Simulated by software.
    case simulated
    /// From an external receiver.
    case accessory
    /// Taken more than two minutes before the visit began.
    case old
    /// The phone's clock is more than five minutes off GPS time.
    case clockFarFromGps
    /// The source gave no accuracy.
    case noAccuracy
    /// The way from the visit before was too fast for one person.
    case impossibleSpeed
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a worker is to one grid.
public enum GridRole: Equatable, Hashable, CaseIterable
    /// Grid chief (网格长).
    case chief
    /// Full-time grid worker (专职网格员).
    case fullTime
    /// Part-time grid worker (兼职网格员).
    case partTime
    /// Micro-grid lead (微网格长).
    case microLead
    /// Assistant (协理员).
    case assistant
    /// Supervisor (督导).
    case supervisor
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

enum HostError: Swift.Error, Equatable, Hashable, Foundation.LocalizedError
    /// The key needs the device to be unlocked first.
    case KeyLocked
    /// Anything else; `detail` must hold no personal data.
    case Failed
    public var errorDescription: String?

/// What the host is to do next.
public enum HostTask: Equatable, Hashable
    /// Perform the request and report its answer, or that none came.
    case request
    /// Send the file from `offset` to its end as the request's body, and report likewise.
    case upload
    /// Answers are outstanding, or another thread is reporting one: nothing to do meanwhile.
    case answers
    /// Call `woke` at this time.
    case wait
    /// Nothing until the outside world changes; then tell the session of it.
    case hold
    /// All that may go has gone.
    case done
    /// The hub ordered the store destroyed, and it is.
    case wiped

/// A change to one field of the household that is visited. Absent values clear the field.
public enum HouseholdChange: Equatable, Hashable
    /// The form of address at the door.
    case greeting
    /// The address.
    case address
    /// Village group.
    case villageGroup
    /// Building.
    case building
    /// Floor.
    case floor
    /// Where to call.
    case phone
    /// What a visitor must know to be safe.
    case safetyNote
    /// The home's place ("record this as the home's place").
    case place

/// An HTTP method.
public enum HttpMethod: Equatable, Hashable, CaseIterable
    /// Read.
    case get
    /// Send a message.
    case post
    /// Ask for headers only.
    case head
    /// Append to an upload.
    case patch

/// How far an operation has come.
public enum ItemState: Equatable, Hashable, CaseIterable
    /// Waiting to be sent (待发送).
    case unsent
    /// Received by the hub (已送达).
    case acknowledged
    /// Taken (已采纳).
    case applied
    /// Merged (已合并).
    case merged
    /// Not taken (未采纳).
    case rejected
    /// To be judged later (暂缓处理).
    case deferred
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Why a store stays shut.
public enum LockReason: Equatable, Hashable, CaseIterable
    /// The database key does not open this file.
    case wrongKey
    /// The file was written by a newer version of the app.
    case newerSchema
    /// The file is damaged; it was set aside, not deleted. Opening again begins a new store.
    case corruptFile
    /// The hub revoked this device.
    case revoked
    /// The hub speaks only newer protocols.
    case upgradeNeeded
    /// The store was shut down.
    case closed
    /// The app has this store open already, or another process has; close that first.
    case inUse

/// How grave a log line is.
public enum LogLevel: Equatable, Hashable, CaseIterable
    /// The normal course.
    case info
    /// Something failed that is tried again or shown to the worker.
    case warning
    /// A fault of ours.
    case error

/// What is needed.
public enum NeedKind: Equatable, Hashable, CaseIterable
    /// Living care (生活照料).
    case livingCare
    /// Rehabilitation (康复保健).
    case rehab
    /// Emotional support (精神慰藉).
    case emotional
    /// Social inclusion (社会融入).
    case socialInclusion
    /// Company in hospital (住院陪护).
    case hospitalCompanion
    /// Medical (医疗).
    case medical
    /// Education (教育).
    case education
    /// Guardianship (监护).
    case guardianship
    /// Housing (住房).
    case housing
    /// Employment (就业).
    case employment
    /// Legal aid (法律援助).
    case legalAid
    /// Money and goods (资金物资).
    case money
    /// Applying for a policy (政策申请).
    case policyApply
    /// Accessibility refit (适老化/无障碍改造).
    case accessibilityRefit
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// The network as the platform sees it.
public enum Network: Equatable, Hashable, CaseIterable
    /// None.
    case offline
    /// One that costs money.
    case metered
    /// One that does not.
    case unmetered

/// What follows an attempt.
public enum NextStep: Equatable, Hashable, CaseIterable
    /// Come back (改日再访).
    case comeBack
    /// Leave a note (留条).
    case leaveNote
    /// Call (打电话).
    case phoneFollowUp
    /// Ask the neighbour (问邻居).
    case askNeighbour
    /// Report at once (立即上报).
    case reportAtOnce
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// The length of a civil period.
public enum PeriodKind: Equatable, Hashable, CaseIterable
    /// ISO week, from Monday.
    case week
    /// Calendar month.
    case month
    /// Three months from January, April, July or October.
    case quarter
    /// Six months from January or July.
    case halfYear
    /// Calendar year.
    case year

/// A word or sentence of a screen about the phone itself: settings, enrolment, lock; `{}` stands for a value.
public enum PhoneWord: Equatable, Hashable, CaseIterable
    /// This phone
    case thisPhone
    /// Hub
    case hub
    /// Text size
    case textSize
    /// Standard
    case textStandard
    /// Large
    case textLarge
    /// Larger
    case textLarger
    /// Largest
    case textLargest
    /// Language
    case languageOfScreens
    /// Chinese
    case inChinese
    /// English
    case inEnglish
    /// Network and photos
    case networkAndPhotos
    /// Photos that waited for {} hours may use paid data
    case photosMayCost
    /// Other photos wait for a network that costs nothing; written records go over any.
    case photosWait
    /// What this phone holds
    case stored
    /// Homes: {}
    case storedHomes
    /// Visits: {}
    case storedVisits
    /// Photos: {}
    case storedPhotos
    /// Space taken: {}
    case storedBytes
    /// Visits in progress: {}
    case visitsBegun
    /// Records not delivered: {}
    case recordsUnsent
    /// Photos not delivered: {}
    case photosUnsent
    /// Records that the hub did not take: {}
    case recordsRejected
    /// Damaged data that were set aside: {}
    case setAside
    /// Proof of the records
    case proofOfRecords
    /// Checks from the first record to the last that none is missing or changed.
    case proofExplained
    /// Check now
    case prove
    /// Checking…
    case proving
    /// Sound: {} records and {} photos, none missing or changed.
    case provedSound
    /// Diagnostics file
    case diagnostics
    /// To send to support: counts, versions, states and causes, no personal data.
    case diagnosticsExplained
    /// Write the file
    case writeDiagnostics
    /// Written: {}
    case diagnosticsWritten
    /// Hand the file on
    case handOnFile
    /// Show what it says
    case showContent
    /// Leave and wipe
    case leave
    /// For a worker who leaves or hands the phone on: destroys all homes, records and photos on it.
    case leaveExplained
    /// Wipe this phone? What is wiped cannot be brought back.
    case reallyLeave
    /// This would be lost for ever:
    case wouldBeLost
    /// All records and photos were delivered; none is lost.
    case nothingUnsent
    /// How much was not delivered cannot be told. It may be lost.
    case lossUnknown
    /// Send first
    case sendFirst
    /// Yes, wipe it
    case yesLeave
    /// No, keep it
    case noLeave
    /// Change of worker
    case changeWorker
    /// Each worker's data are kept and encrypted apart; nobody sees another's.
    case changeWorkerExplained
    /// Wiping…
    case wiping
    /// This phone was wiped.
    case wiped
    /// Paste the text of the enrolment code
    case codeText
    /// The manager has the enrolment code. It is good for one phone.
    case codeFrom
    /// Read the code
    case readCode
    /// Take a picture of the code
    case scanCode
    /// No code could be read in the picture. Go closer and take it again, or paste the text.
    case codeUnread
    /// The camera does not work. Paste the text of the code.
    case noCodeCamera
    /// What you should know
    case notices
    /// Your place is read when a visit begins and when you ask for it; nobody is followed.
    case noticePlace
    /// Managers at the hub see your visits, your photos and how a place was judged.
    case noticeSeen
    /// Mock locations and photos used again are flagged to managers; they stop no visit.
    case noticeFlags
    /// Figures compare grids and areas, never people.
    case noticeFigures
    /// Without this PIN nobody opens the records on this phone, and the hub does not know it. Remember it.
    case pinOpens
    /// This phone's code
    case phoneCode
    /// The manager compares it with the hub's list of devices: if it is the same, it was this phone that enrolled.
    case compareCode
    /// This phone would enrol at
    case enrolAt
    /// What this phone will hold
    case willHold
    /// Tasks and what you need to know of homes, as the hub gives them to your role
    case holdsHomes
    /// Your visits and photos, and for a while after they were delivered
    case holdsRecords
    /// All of it encrypted. Wipe it in Settings when you leave.
    case holdsSealed
    /// What each role's phone holds
    case holdsByRole
    /// Never given to this phone: {}
    case withheld
    /// Enrol now
    case enrolNow
    /// Another code
    case otherCode
    /// Enrolling…
    case enrolling
    /// This phone is enrolled
    case enrolled
    /// If this is not you, do not use the phone and tell the manager at once.
    case notYou
    /// To today's visits
    case toToday
    /// This phone is locked
    case lockedNow
    /// Locked after {} without a touch. All that was recorded is kept.
    case lockedIdle
    /// Enter the PIN
    case enterPin
    /// Choose a PIN
    case choosePin
    /// Change the PIN
    case changePin
    /// Enter the PIN you have now
    case oldPin
    /// The PIN was changed.
    case pinChanged
    /// Enter it once more
    case repeatPin
    /// The two are not the same.
    case pinsDiffer
    /// That is not the PIN. Tries left: {}
    case wrongPin
    /// Too many tries. Wait for {}.
    case pinRests
    /// Who forgot the PIN asks the manager.
    case forgottenPin
    /// The phone has no passcode of its own to know you by. Set one in its settings, then try again.
    case noPhoneCode
    /// Begin with an empty store
    case beginAnew
    /// What is on this phone stays, encrypted: with its PIN you can change back to it in Settings.
    case beginAnewExplained
    /// Unlock
    case unlock
    /// Unlock as the phone itself
    case unlockAsPhone
    /// The hub was out of reach for over {} days: homes are locked, and recording goes on.
    case homesLocked
    /// Complaints and suggestions
    case feedback
    /// Write what does not work or could be better. Please name no resident and no phone number.
    case feedbackExplained
    /// What you want to say
    case feedbackText
    /// Send to the office
    case giveFeedback
    /// Saved; it goes out as soon as there is a network.
    case feedbackSaved
    /// Thank you for telling us.
    case feedbackThanks
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    public func with(values: [Words]) -> Words

/// How far a phone is from showing what its worker answers for.
public enum Readiness: Equatable, Hashable, CaseIterable
    /// Not enrolled yet (还没有登记).
    case notEnrolled
    /// The first data are on their way (正在接收第一批数据).
    case firstExchange
    /// The data are here (数据已就绪).
    case ready
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Where a need stands. It moves forward only within a round; an objection opens a new round.
public enum ReferralStatus: Equatable, Hashable, CaseIterable
    /// Found (已发现).
    case found
    /// Reported (已报告).
    case reported
    /// Accepted (已受理).
    case accepted
    /// Assigned (已转介).
    case assigned
    /// In progress (办理中).
    case inProgress
    /// Public notice (公示中).
    case publicNotice
    /// Resolved (已办结).
    case resolved
    /// Declined (不符合).
    case declined
    /// Returned (退回).
    case returned
    /// Objected (有异议).
    case objected
    /// Revisited (已回访).
    case revisitDone
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// A change to one field of a resident of the household that is visited.
public enum ResidentChange: Equatable, Hashable
    /// Name.
    case name
    /// Birthday.
    case born
    /// Where to call.
    case phone
    /// What they are to the householder.
    case relation
    /// Identity number; checked digit by digit.
    case identity
    /// All categories as they are now.
    case categories

/// A word or sentence of a screen, from the table that all shells share; `{}` stands for a value.
public enum ScreenWord: Equatable, Hashable, CaseIterable
    /// Back
    case back
    /// Loading…
    case loading
    /// Try again
    case again
    /// Something went wrong. All that was recorded is kept. Please try again.
    case unexpected
    /// Invented data
    case demo
    /// The hub did not answer. Check the network and try again.
    case hubSilent
    /// This phone is not enrolled yet.
    case notEnrolled
    /// Show more
    case more
    /// Today
    case today
    /// Outbox
    case outbox
    /// No household is left to visit today.
    case nothingToday
    /// Find: name, pinyin, address or last digits
    case search
    /// Clear
    case clear
    /// Nothing was found.
    case nothingFound
    /// Visit in progress
    case inProgress
    /// Due {}
    case due
    /// ! Overdue since {}
    case overdue
    /// From {}
    case opens
    /// {} m
    case metres
    /// {} km
    case kilometres
    /// Nearest first
    case nearestFirst
    /// {} homes on the list today, {} due this month
    case homesLeft
    /// Homes left: {}
    case leftToVisit
    /// {} homes overdue
    case homesOverdue
    /// By village group and building
    case asListed
    /// Your place cannot be had at present: the order stays as it was.
    case noPlaceNow
    /// Find and choose
    case findAndChoose
    /// Household
    case household
    /// Start the visit
    case start
    /// Continue the visit
    case resume
    /// For your safety
    case safety
    /// To do today
    case toDo
    /// Other duties
    case otherDuties
    /// Nothing is due here today.
    case nothingDue
    /// Who lives here
    case whoLivesHere
    /// Latest visits
    case lastVisits
    /// No visit is known yet.
    case neverVisited
    /// Open needs
    case openNeeds
    /// Phone
    case phone
    /// Basis
    case basis
    /// Photo
    case photo
    /// Floor {}
    case floor
    /// {} visitors needed
    case visitors
    /// Hand over
    case handOver
    /// Hand it to
    case handOverTo
    /// What they must know
    case handOverNote
    /// Handed to you by {}, until {}
    case handedToYou
    /// Handed to {}, until {}
    case handedTo
    /// Take it back
    case takeBack
    /// What is known of the home
    case particulars
    /// Changed in this visit
    case changedNow
    /// Record this as the home's place
    case homeIsHere
    /// Add a person
    case addPerson
    /// Add a home
    case addHome
    /// In which grid
    case inWhichGrid
    /// Your place cannot be had at present. Save without it: a visit can record it.
    case noPlaceForHome
    /// Save
    case save
    /// Visit
    case visit
    /// How it went
    case howItEnded
    /// Other outcomes
    case otherOutcomes
    /// What follows
    case whatFollows
    /// What was done
    case whatWasDone
    /// Other work
    case otherWork
    /// Needs found
    case needsFound
    /// Choose needs
    case addNeed
    /// First written on paper
    case paperVisit
    /// Day of the visit: {}
    case onWhichDay
    /// Who came along (optional)
    case companion
    /// Note (optional)
    case note
    /// Finding your place…
    case locating
    /// Find my place again
    case locateAgain
    /// Finish the visit
    case finish
    /// Saving…
    case finishing
    /// Every change is saved on this phone
    case saved
    /// Visit saved: {}
    case finished
    /// Give up this visit
    case discard
    /// What was entered this time will be deleted. Give it up?
    case reallyDiscard
    /// Yes, give it up
    case yesDiscard
    /// No, go on
    case noDiscard
    /// The visit was given up
    case discarded
    /// Put this visit right
    case putRight
    /// Put right since
    case wasPutRight
    /// Send now
    case sendNow
    /// All has been sent.
    case allSent
    /// Not answered
    case notAnswered
    /// Nothing was recorded yet.
    case nothingRecorded
    /// Records
    case records
    /// Photos
    case photos
    /// {} to send
    case unsent
    /// {} ago
    case recorded
    /// {} until the next try
    case nextTry
    /// Tries: {}
    case tries
    /// Write what waits to a file
    case exportUnsent
    /// Photo files missing: {}
    case filesMissing
    /// Menu
    case menu
    /// Coverage
    case coverage
    /// Who answers for what
    case responsibility
    /// Settings
    case settings
    /// Enrol this phone
    case enrol
    /// Period: {}
    case period
    /// Previous
    case earlierPeriod
    /// Next
    case laterPeriod
    /// Another length
    case otherLength
    /// By week
    case byWeek
    /// By month
    case byMonth
    /// By quarter
    case byQuarter
    /// By half-year
    case byHalfYear
    /// By year
    case byYear
    /// All grids
    case allGrids
    /// Grid by grid
    case eachGrid
    /// All areas
    case allAreas
    /// Another area
    case otherArea
    /// Area by area
    case eachArea
    /// Category by category
    case eachCategory
    /// Closer
    case closer
    /// Farther
    case farther
    /// Lowest share first
    case lowestFirst
    /// {} reached
    case reached
    /// None due
    case noneDue
    /// {} due
    case countDue
    /// {} visited
    case countVisited
    /// {} not met
    case countAttempted
    /// {} overdue
    case countOverdue
    /// {} exempt
    case countExempt
    /// Counted by duty: a home can have several.
    case countedByDuty
    /// There is nothing to count in this period.
    case nothingToCount
    /// As of {}
    case asOf
    /// There was no full exchange with the hub yet: figures may lack something.
    case neverExchanged
    /// {} phones were silent for a day or more: what they recorded may not be counted yet.
    case silentPhones
    /// No phone was silent for a day.
    case noSilentPhones
    /// Whether phones are silent is not known yet.
    case silenceUnknown
    /// Grid
    case grid
    /// Homes to visit today
    case homesOfGrid
    /// No home is left to visit in this grid today.
    case noHomesOfGrid
    /// Since {}
    case since
    /// Share as a spreadsheet
    case shareAsSheet
    /// Nobody answers for this grid at present.
    case nobodyAnswers
    /// There is no grid on this phone yet.
    case noGrids
    /// Take a photo
    case takePhoto
    /// What the photo is
    case whatPhotoIs
    /// What the photo is for
    case whyPhoto
    /// Another purpose
    case otherPurpose
    /// Whether who is in the picture agreed
    case whoAgreed
    /// Photos of this visit: {}
    case photosTaken
    /// No photo is asked for here.
    case noPhotoAsked
    /// Use this photo
    case usePhoto
    /// Take it again
    case retake
    /// Blur faces
    case blurFaces
    /// Draw a box over what is to be blurred. Once kept it cannot be undone.
    case blurExplained
    /// Undo the last box
    case undoBlur
    /// Add a stamp
    case addStamp
    /// A stamp is there to be read; it proves nothing.
    case stampExplained
    /// Sealing the photo…
    case sealingPhoto
    /// The photo is sealed
    case photoSealed
    /// The camera's own file could not be removed. Please remove it.
    case plainFileRemains
    /// Delete the photo
    case deletePhoto
    /// Delete this photo?
    case reallyDeletePhoto
    /// Yes, delete it
    case yesDeletePhoto
    /// No, keep the photo
    case noDeletePhoto
    /// A photo was refused
    case photoRefused
    /// The visit can be finished without a photo.
    case photoRefusedExplained
    /// The camera does not work. The visit can be finished without it.
    case noCamera
    /// Review
    case review
    /// Claims
    case claims
    /// Remarks
    case remarks
    /// Nothing waits.
    case nothingWaits
    /// Settle
    case settle
    /// Seen
    case seen
    /// I am here
    case iAmHere
    /// Show me the way
    case showTheWay
    /// There is no map app on this phone.
    case noMapApp
    /// This phone cannot make calls.
    case noDialler
    /// All is well
    case allWell
    /// What is hard?
    case whatIsHard
    /// Nobody comes to the door
    case nobodyOpens
    /// Try these in turn
    case tryInTurn
    /// They were reached
    case reachedNow
    /// Still nobody
    case stillNobody
    /// Hold and speak
    case speak
    /// Let go to end
    case speakEnds
    /// Voice note
    case voiceNote
    /// Voice note kept: {}
    case voiceKept
    /// Play it
    case playVoice
    /// Delete the voice note
    case deleteVoice
    /// Nothing can be recorded. The visit can be finished without it.
    case noMicrophone
    /// All done for today. Thank you!
    case dayDone
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    public func with(values: [Words]) -> Words

/// The programme's eight areas. A tenant switches areas off, never deletes them.
public enum ServiceArea: Equatable, Hashable, CaseIterable
    /// Social assistance (社会救助).
    case socialAssistance
    /// Elder care (养老服务).
    case elderCare
    /// Child welfare (儿童福利).
    case childWelfare
    /// Community governance (社区治理).
    case communityGovernance
    /// Social affairs (社会事务).
    case socialAffairs
    /// Peaceful community (平安建设).
    case peacefulCommunity
    /// Rural revitalization (乡村振兴).
    case ruralRevitalization
    /// Epidemic control (疫情防控).
    case epidemicControl
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a worker is.
public enum StaffRole: Equatable, Hashable, CaseIterable
    /// Social worker (社会工作者).
    case socialWorker
    /// Community worker (社区工作者).
    case communityWorker
    /// Volunteer (志愿者).
    case volunteer
    /// Child director (儿童主任).
    case childDirector
    /// Child supervisor (儿童督导员).
    case childSupervisor
    /// Grid worker (网格员).
    case gridWorker
    /// Official (经办人员).
    case official
    /// Supervisor (督导).
    case supervisor
    /// What the hub gives to a phone of this role, for its worker to read before they agree. A constant: it cannot
    /// fail.
    public func holdings() -> Holdings
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// How a stamp is drawn.
public enum StampLook: Equatable, Hashable
    /// By the core, in the font that comes along: ASCII and the stamp's own labels.
    case smallFont
    /// By the core, in a TrueType or OpenType font of the app or the system.
    case font
    /// By the app, which drew the lines that `Photos` gives for the words. It goes over the lower edge from the left, smaller
    /// where the picture is; a working copy is 1920 pixels wide at most.
    case pixels

/// Whom a duty or a visit is about.
public enum Subject: Equatable, Hashable
    /// The household as a whole.
    case household
    /// One resident.
    case resident

/// What a call asked for in vain.
public enum Thing: Equatable, Hashable, CaseIterable
    /// This phone's enrolment.
    case enrolment
    /// A grid.
    case grid
    /// A household.
    case household
    /// A resident.
    case resident
    /// A finished visit.
    case visit
    /// A claim.
    case claim
    /// A remark on a visit.
    case exception
    /// A visit in progress.
    case visitInProgress
    /// A rejected record.
    case rejectedRecord
    /// A photo.
    case photo
    /// What a photo's record says.
    case photoRecord
    /// A photo's original.
    case originalPhoto
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Where a ticket stands.
public enum TicketState: Equatable, Hashable, CaseIterable
    /// Open (待访).
    case open
    /// Attempted (未遇).
    case attempted
    /// Visited (已访).
    case visited
    /// Exempt (免访).
    case exempt
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Where a step stands among those that are tried when nobody opens.
public enum Turn: Equatable, Hashable, CaseIterable
    /// It was tried, or passed over.
    case tried
    /// It is the one to try now.
    case next
    /// Its turn has not come.
    case later

/// Why a fix's accuracy says nothing.
public enum UnknownAccuracy: Equatable, Hashable, CaseIterable
    /// The source gave none.
    case notGiven
    /// NaN or infinite.
    case notANumber
    /// Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
    case notPositive
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// A remark on a visit for a manager's eye.
public enum VisitFlag: Equatable, Hashable, CaseIterable
    /// Mock location (模拟定位).
    case mockLocation
    /// Old fix (定位过旧).
    case oldFix
    /// Away from the home (不在家附近).
    case outsideFence
    /// No fix (无定位).
    case noFix
    /// Clock skew (时钟偏差).
    case clockSkew
    /// Photo used again (照片重复使用).
    case reusedPhoto
    /// Impossible speed (移动过快).
    case impossibleSpeed
    /// Not assigned there (不在责任区).
    case notAssigned
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What kind of work a visit did.
public enum VisitKind: Equatable, Hashable, CaseIterable
    /// Household verification (入户核查).
    case householdVerification
    /// Care visit (探访关爱).
    case careVisit
    /// Child verification (走访核查).
    case childVerification
    /// Family visit (家庭探访).
    case familyVisit
    /// Baseline survey (摸底排查).
    case baselineSurvey
    /// Needs assessment (需求评估).
    case needsAssessment
    /// Population canvass (人员摸排).
    case populationCanvass
    /// Neighbour inquiry (邻里访问).
    case neighbourInquiry
    /// Periodic re-check (定期复核).
    case recheck
    /// Rehabilitation follow-up (康复随访).
    case rehabFollowUp
    /// Health monitoring (健康监测).
    case healthMonitoring
    /// Hazard check (隐患排查).
    case hazardCheck
    /// Mediation (纠纷调解).
    case mediation
    /// Active discovery (主动发现).
    case discovery
    /// Opinion survey (意见征集).
    case opinionSurvey
    /// Support visit (帮扶走访).
    case supportVisit
    /// Service delivery (上门服务).
    case serviceDelivery
    /// Return visit (回访).
    case revisit
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// How a visit was made.
public enum VisitMode: Equatable, Hashable, CaseIterable
    /// In person (上门).
    case inPerson
    /// Phone (电话).
    case phone
    /// Video (视频).
    case video
    /// Remote monitoring (远程监测).
    case remote
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// How a visit ended.
public enum VisitOutcome: Equatable, Hashable, CaseIterable
    /// Completed (已完成).
    case completed
    /// No change (无变化).
    case noChange
    /// Not home (不在家).
    case notHome
    /// Refused entry (拒绝入户).
    case refusedEntry
    /// Declined service (谢绝服务).
    case declinedService
    /// Away for work (外出务工).
    case awayForWork
    /// Moved out (迁出).
    case movedOut
    /// Staying elsewhere (投靠亲友).
    case tempElsewhere
    /// In an institution (机构集中供养).
    case inInstitution
    /// In hospital (住院).
    case hospitalised
    /// Deceased (去世).
    case deceased
    /// Address not found (地址不符).
    case addressNotFound
    /// Unsafe to enter (不宜入户).
    case unsafeToEnter
    /// Emergency (紧急情况).
    case emergency
    /// Whether a visit that ended so must say what follows. A constant: it cannot fail.
    public func asksWhatFollows() -> Bool
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// Where a visit took place.
public enum VisitPlace: Equatable, Hashable, CaseIterable
    /// Home (家中).
    case home
    /// Institution (机构).
    case institution
    /// Public place (公共场所).
    case publicPlace
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

/// What a visitor looks at whoever opens, answered with a tap on a picture.
public enum WellbeingCheck: Equatable, Hashable, CaseIterable
    /// The person is well (人好).
    case person
    /// Meals and medicine (吃饭吃药).
    case mealsAndMedicine
    /// Water, power, heat (水电暖).
    case utilities
    /// Something is hard (有难处).
    case trouble
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words
    /// What is said of it when it is not well. A constant: it cannot fail.
    public func trouble() -> Words

/// Why a fence has no answer.
public enum WhyUnknown: Equatable, Hashable, CaseIterable
    /// The visit has no fix.
    case noFix
    /// The fix does not say how well it is known.
    case noAccuracy
    /// Nobody has recorded where the home lies.
    case noPlace
    /// The tenant's radius makes no fence.
    case noFence
    /// The visit was not made at the home, or not there and then.
    case notAtHome
    /// The words a screen shows. A constant: it cannot fail.
    public func label() -> Words

public typealias ClaimId = UUID

public typealias Day = DateComponents

public typealias DeviceId = UUID

public typealias DraftId = UUID

public typealias ExceptionId = UUID

public typealias GridCode = String

public typealias HouseholdId = UUID

public typealias NeedId = UUID

public typealias OpId = UUID

public typealias PhotoId = UUID

public typealias ResidentId = UUID

public typealias ShownDay = DateComponents

public typealias ShownSpan = TimeInterval

public typealias StaffId = UUID

public typealias TaskName = String

public typealias TicketId = UUID

public typealias Timestamp = Date

public typealias VisitId = UUID

/// Moves the store in `folder` out of the way, for a phone whose vault lost its key: the next `open` begins anew, and
/// nothing recorded is lost. Answers where it lies; where the tenant allows it, `recovery.age` in there holds the key, for
/// the hub to read (`doorstep recover`). Shut the store down first.
/// Fails with `Locked` while it is open, with `Host` when a file cannot be moved; calling it again goes on.
public func setAside(folder: String)throws  -> String

/// Whether a wipe of the store in `folder`, by its worker or by the hub, was begun and did not come to its end. The next
/// `open` finishes it and begins anew: forget the keys of the old store before. It cannot fail.
public func wipeIsCutShort(folder: String) -> Bool

/// How it stands after `wrong` PINs in a row: the fifth waits a minute, and each further one twice as long, up to an hour.
/// It cannot fail.
public func afterWrongPins(wrong: UInt32) -> WrongPins

/// Whether a PIN may be chosen: 6 to 12 digits, and neither one of them over and over nor all in their order, which is
/// tried first. It cannot fail.
public func pinIsGood(pin: String) -> Bool

/// A number of bytes, to the largest whole unit. It cannot fail.
public func wordsOfBytes(bytes: UInt64) -> Words

/// A day, as people write it; what is no day, as it is. It cannot fail.
public func wordsOfDay(day: ShownDay) -> Words

/// A distance on the ground, as exact as a worker needs it. It cannot fail.
public func wordsOfDistance(metres: Double) -> Words

/// What a worker agrees to who lets old photos go over paid data, with how old they must be. It cannot fail.
public func wordsOfPhotosMayCost() -> Words

/// How long something takes or is ago, to the largest whole unit; what lies behind counts as nothing. It cannot fail.
public func wordsOfSpan(span: ShownSpan) -> Words
