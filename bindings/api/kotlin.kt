// What apps see of the library. Written by `cargo xtask bindings`; never edited, never compiled.

/// Told which parts of the screen to read anew. Called from a thread of the library, after the change is
/// durable; changes that come while it works arrive together.
public interface ChangeListener
    /// Takes the areas that changed, each once.
    fun changed(areas: List<Area>)

/// Coverage of this phone's grids.
public interface CoverageInterface
    /// Counts the period of this kind that holds `day` (today when absent), lateness judged today.
    /// Fails with `NotFound` before enrolment.
    fun count(kind: PeriodKind, day: Day?): CoverageReport
    /// A page of the grids that are on this phone with their outlines, at most 200 and fewer where they are large.
    fun gridShapes(after: GridCode?, limit: kotlin.UInt): GridShapePage
    /// A page of the homes behind a figure, at most 200, in walking order.
    /// Fails with `NotFound` before enrolment, and with `InvalidInput` for an area and a category at once.
    fun homes(of: FigureOf, after: HomeCursor?, limit: kotlin.UInt): HomePage

/// Coverage of this phone's grids.
open class Coverage: Disposable, AutoCloseable, CoverageInterface

/// Coverage of one period, counted once; its pages agree with each other.
public interface CoverageReportInterface
    /// The areas in which anything is counted.
    fun areas(): List<ServiceArea>
    /// The areas of a grid, the lowest share first.
    fun areasOf(grid: GridCode): List<CoverageLine>
    /// Up to when the facts are known here: the last full exchange with the hub.
    fun asOf(): Timestamp?
    /// The categories in a grid, in the order of the vocabulary and never by their share: they are kinds of people.
    fun categoriesOf(grid: GridCode): List<CoverageLine>
    /// A page of grids in which anything is counted, of one area or of all, the lowest share first; at most 200, after
    /// leaving out the first `skip`.
    fun grids(area: ServiceArea?, skip: kotlin.UInt, limit: kotlin.UInt): List<CoverageLine>
    /// A page of lines, at most 200, after leaving out the first `skip`: each grid's whole, then its areas, then
    /// its categories.
    fun lines(skip: kotlin.UInt, limit: kotlin.UInt): List<CoverageLine>
    /// The period as reports write it, such as `2026-06` or `2026-Q2`.
    fun period(): kotlin.String
    /// The period with the ways to its neighbours.
    fun periodView(): PeriodView
    /// Phones of these grids that the hub did not hear of for a day, where it tells.
    fun silentPhones(): kotlin.UInt?
    /// All grids together.
    fun total(): Counts
    /// All grids together, of one area or of all.
    fun totalOf(area: ServiceArea?): Counts
    /// The whole of a grid; none where nothing is counted in it.
    fun wholeOf(grid: GridCode): Counts?

/// Coverage of one period, counted once; its pages agree with each other.
open class CoverageReport: Disposable, AutoCloseable, CoverageReportInterface

/// One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
/// any thread.
public interface DoorstepInterface
    /// Empties a form: what was typed was used or thrown away. Durable when this returns.
    fun clearTyped(form: kotlin.String)
    /// Coverage.
    fun coverage(): Coverage
    /// Writes a file that a user can send to support: counts, versions, states and causes, no personal data.
    /// It tells what it can of a store that is shut or damaged too.
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, and with `Host` when the file
    /// cannot be written.
    fun diagnostics(path: kotlin.String): Diagnostics
    /// Says something to the office (投诉建议); durable when this returns, and sent like any record. No phone is sent it.
    /// Fails with `InvalidInput` (`words`) for no words, more than a page, or such as no screen shows.
    fun giveFeedback(words: kotlin.String)
    /// That homes are locked, in words, once the hub was out of reach for more than seven days. No more of a home is told then
    /// than its form of address, its place, what is to be done there and how to be safe: whatever names residents is empty or
    /// without the names, and visits are recorded as ever. None while they are not; the next full exchange ends it.
    fun homesLock(): Words?
    /// Who this phone is; none before enrolment.
    fun identity(): IdentityView?
    /// Keeps what stands in a field of a form now, so that a killed app resumes with it; durable when this returns. No words
    /// empty it. A form whose name ends with a slash and the id of a visit in progress ends with it.
    /// Fails with `InvalidInput` for more words than a page (`words`) and for names that are too long (`form`, `field`).
    fun keepTyped(form: kotlin.String, field: kotlin.String, words: kotlin.String)
    /// The outbox.
    fun outbox(): Outbox
    /// Photos.
    fun photos(): Photos
    /// Proves the journal's chain from the first record to the last.
    /// Fails with `Conflict` naming the first broken link.
    fun proveJournal(): JournalProofView
    /// Reads the text of an enrolment QR.
    /// Fails with `InvalidInput` when it is none.
    fun readEnrolment(qr: kotlin.String): Enrolment
    /// Whether this phone has yet what its worker answers for.
    fun readiness(): Readiness
    /// Households and residents.
    fun register(): Register
    /// Who answers for which grid.
    fun responsibilityList(): ResponsibilityList
    /// What waits for a supervisor.
    fun review(): Review
    /// Twelve digits of this phone's key, in groups, for its worker to show and the manager to find in `doorstep devices`:
    /// who compares them knows that it was this phone that enrolled.
    fun shortCode(): kotlin.String
    /// Closes the store after the calls under way. Later calls answer `Locked` with `Closed`.
    fun shutdown()
    /// What lies on this phone.
    fun stored(): StoredView
    /// The sync session of this phone: the same one until the phone enrols anew.
    /// Fails with `NotFound` before enrolment.
    fun syncSession(): SyncSession
    /// The list of today's stops.
    fun today(): Today
    /// What was typed into a form other than a visit and neither used nor thrown away, by the names that the app gave form and
    /// fields.
    fun typed(form: kotlin.String): Map<kotlin.String, kotlin.String>
    /// Visits.
    fun visits(): Visits
    /// Destroys everything that this store holds: for a worker who leaves. Unsent work goes with it: ask before for the
    /// `LossView`.
    fun wipe()
    /// What a screen says where it has nothing to show: that there is none, in the words of `none`, or that the first
    /// data are still on their way.
    fun wordsOfNothing(none: ScreenWord): Words
    /// Date and time of an instant as the tenant's clocks show it, wherever the phone is.
    /// Fails with `NotFound` before enrolment.
    fun wordsOfTime(at: Timestamp): Words
    /// What would be lost with this phone as it is now: to be told before a wipe and before another worker takes it
    /// over. Where this fails, nobody knows.
    fun wouldBeLost(): LossView

/// One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
/// any thread.
open class Doorstep: Disposable, AutoCloseable, DoorstepInterface
    /// A real core with invented data (演示数据) for previews and UI tests: no hub, no key vault, gone when it is
    /// closed. It lies in a folder of its own below `scratch`, the system's folder for temporary files when
    /// absent. `unheard_days` ago its hub was heard last: more than seven lock its homes.
    @Throws(DoorstepException::class) fun inMemory(scratch: kotlin.String? = null, listener: ChangeListener? = null, unheardDays: kotlin.UShort = 0u): Doorstep
    /// Opens the store in `folder`, creating it on first use. Keep the folder out of the system's backups.
    /// Fails with `Locked` when the key is wrong, the file is damaged (it was set aside; opening again begins a
    /// new store) or was written by a newer app, and with `Host` when the vault fails.
    @Throws(DoorstepException::class) fun open(folder: kotlin.String, vault: KeyVault, log: LogSink? = null, listener: ChangeListener? = null): Doorstep

/// A QR code that was read: send `request()`, hand the answer to `finish()`.
public interface EnrolmentInterface
    /// Takes the hub's answer. A phone that was enrolled before keeps its journal and goes on.
    /// Fails with `Offline` when it was no answer of a hub, `InvalidInput` when the code was refused, `Conflict`
    /// when the phone holds another worker's records.
    fun finish(answer: HttpAnswer): EnrolledView
    /// The hub that the QR names, for the worker to see before anything is sent.
    fun hub(): HubAddress
    /// The request to send.
    fun request(): HttpRequest

/// A QR code that was read: send `request()`, hand the answer to `finish()`.
open class Enrolment: Disposable, AutoCloseable, EnrolmentInterface

/// Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
public interface HomeCursorInterface

/// Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
open class HomeCursor: Disposable, AutoCloseable, HomeCursorInterface

/// The device's key store: Android Keystore, Secure Enclave, or a file in tests.
public interface KeyVault
    /// The 32-byte key of the database. The same bytes every time; made at first use.
    fun databaseKey(): kotlin.ByteArray
    /// The public half of the device's P-256 key: 65 bytes SEC1 (Apple's form) or DER (Java's `getEncoded`).
    fun publicKey(): kotlin.ByteArray
    /// ECDSA over SHA-256 of `message` with that key: DER as both platforms give it, or 64 bytes r ‖ s.
    fun sign(message: kotlin.ByteArray): kotlin.ByteArray

/// Where log lines go. Called in batches from a thread of the library; lines hold ids and codes only.
public interface LogSink
    /// Takes a batch, oldest first.
    fun write(lines: List<LogLine>)

/// What was recorded here and how far it has come.
public interface OutboxInterface
    /// Writes every rejected record with its reason to the file at `path`, sealed to the hub and to this phone.
    /// Answers how many.
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, or `Host` when the file
    /// cannot be written.
    fun exportRejected(path: kotlin.String): kotlin.ULong
    /// Writes every record that the hub has not acknowledged and every photo file that it has not stored to the new
    /// file at `path`, sealed to the hub, for a place that no network reaches: it travels by any means, and
    /// `doorstep import unsent` takes each thing in it once, whatever comes by the network before or after. Nothing
    /// changes on this phone: what is in the file stays unsent until an exchange tells that the hub holds it.
    /// Fails with `Conflict` when nothing waits to be sent or when there is such a file, with `InvalidInput` (`path`) for
    /// one of the store's own, with `StorageFull`, and with `Host` when the file cannot be written or the vault does not sign.
    fun exportUnsent(path: kotlin.String): UnsentExport
    /// Records a rejected record again, with the rest of its finish, once what stood in its way is gone. Answers
    /// the new record; the old one stays in the history.
    /// Fails with `NotFound` when it was not rejected or was put right meanwhile, with `InvalidInput` when this
    /// worker may still not record it.
    fun recordAgain(op: OpId): OpId
    /// A page of records, newest first, at most 200, from before `after` (a `seq`).
    fun records(after: kotlin.ULong?, limit: kotlin.UInt): List<OutboxLineView>
    /// A page of records that the hub did not take and nothing put right yet, newest first, at most 200, each with
    /// the reason in words; `after` is the last one already seen.
    fun rejected(after: OpId?, limit: kotlin.UInt): List<OutboxLineView>
    /// How many records the hub has not acknowledged.
    fun unsent(): kotlin.ULong
    /// How far all of it has come. A photo that stays on the phone for a while after the hub has it waits for nothing.
    fun waiting(): WaitingView

/// What was recorded here and how far it has come.
open class Outbox: Disposable, AutoCloseable, OutboxInterface

/// Photos: taken by path, sealed at once, sent after the records.
public interface PhotosInterface
    /// Removes a photo from the visit in progress.
    fun delete(draft: DraftId, photo: PhotoId)
    /// Writes an evidence bundle to the file at `path`: what anybody needs to check photos without this phone and
    /// without the hub (`doorstep verify`). Answers how many files of photos it holds.
    /// Fails with `NotFound` where no such photo is recorded here, with `InvalidInput` without a recipient, when some
    /// photos were taken before the phone enrolled anew (export those by themselves) or for one of the store's own files
    /// (`path`), and with `StorageFull`.
    fun exportBundle(what: BundleOf, whom: BundleFor, path: kotlin.String): kotlin.UInt
    /// A page of photos on their way to the hub, at most 200; `after` is the last one already seen.
    fun outbox(after: PhotoId?, limit: kotlin.UInt): List<PhotoLineView>
    /// A photo of the visit in progress as it will travel: an upright JPEG of at most 1920 pixels on the longer side, with
    /// its stamp and without what was hidden. To be shown from memory: it is written nowhere in clear.
    /// Fails with `NotFound` when the draft has no such photo, or it is a voice note, and with `Conflict` for evidence for a
    /// mandatory report, which opens for its addressee alone.
    fun preview(draft: DraftId, photo: PhotoId): kotlin.ByteArray
    /// The office asks for a photo's original: it is sent with the next exchange that may carry photos.
    /// Fails with `NotFound` when it is no longer on this phone, or on its way already.
    fun sendOriginal(photo: PhotoId)
    /// Writes a copy of a photo that was recorded on this phone to the file at `path`, for giving away: a JPEG that shows
    /// the picture and tells neither place nor time nor whose phone it was; a stamp may be drawn into it. The copy is in
    /// clear, and the app's to remove. Answers its length in bytes.
    /// Fails with `NotFound` for a photo that was not recorded here, whose home this worker no longer sees, or of which
    /// nothing is left here, with `Conflict` for evidence for a mandatory report and a voice note, with `InvalidInput` for one
    /// of the store's own files (`path`), and with `StorageFull`.
    fun share(photo: PhotoId, path: kotlin.String): kotlin.ULong
    /// The lines of a stamp that the app draws itself, in the tenant's civil time.
    /// Fails with `InvalidInput` for words that are too long, and with `NotFound` before enrolment.
    fun stampLines(words: StampWords): List<kotlin.String>
    /// Takes the camera's file at `path` into the visit in progress. When this returns, the sealed file and the
    /// draft are on the disk and the plain file is gone, or said to remain.
    /// Fails with `InvalidInput` when consent was not given, there is no `reason` or more than a page, faces must be hidden and
    /// nothing is or beside the picture (`hidden`), the stamp cannot be drawn or the file is no whole picture (it stays then),
    /// and with `StorageFull`. A HEIC goes through
    /// the call that takes pixels beside it. `VisitChoices.photos` says before the camera opens what can be answered and whether faces go.
    fun take(draft: DraftId, path: kotlin.String, how: PhotoDraft): TakenPhoto
    /// `take` of a HEIC, which only the platform can decode: the file at `path` is what is sealed, `pixels` are what
    /// its copies are made of. With a file of any other kind the pixels are left aside.
    /// Fails as `take` does.
    fun takeDecoded(draft: DraftId, path: kotlin.String, pixels: PhotoPixels, how: PhotoDraft): TakenPhoto
    /// Takes the recording at `path` (M4A, AAC, Ogg, AMR or WAV, up to 10 MB) into the visit in progress: a voice note,
    /// kept as sound. It then stands among the draft's photos with the kind `Voice`, is removed by `delete` and sent as
    /// they are. `consent` is that of whoever is heard besides the visitor, `NotNeeded` where nobody is.
    /// Fails with `InvalidInput` when consent was not given or the file is no whole sound (it stays then), and with
    /// `StorageFull`.
    fun takeVoice(draft: DraftId, path: kotlin.String, consent: ConsentState): TakenPhoto
    /// The same as small as a list shows it: an upright JPEG of at most 320 pixels on the longer side.
    /// Fails as `preview` does.
    fun thumbnail(draft: DraftId, photo: PhotoId): kotlin.ByteArray
    /// The sound of a voice note of the visit in progress, to be played from memory: it is written nowhere in clear.
    /// Fails with `NotFound` when the draft has no such voice note.
    fun voice(draft: DraftId, voice: PhotoId): kotlin.ByteArray

/// Photos: taken by path, sealed at once, sent after the records.
open class Photos: Disposable, AutoCloseable, PhotosInterface

/// Households and residents.
public interface RegisterInterface
    /// The grids for which this worker answers today: those where they may add a home.
    /// Fails with `NotFound` before enrolment.
    fun ownGrids(): List<GridLine>
    /// Registers a household at the door; durable when this returns.
    /// Fails with `InvalidInput` naming the field.
    fun addHousehold(draft: HouseholdDraft): HouseholdId
    /// Registers a resident at the door; durable when this returns.
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    fun addResident(household: HouseholdId, draft: ResidentDraft): ResidentId
    /// The household with residents, what is due and why, last visits and open needs.
    /// Fails with `NotFound` when it is not on this phone.
    fun household(id: HouseholdId): HouseholdView
    /// Finds by name, pinyin, initials, address or the last digits of a phone. The words are kept nowhere.
    fun search(words: kotlin.String, after: SearchCursor?, limit: kotlin.UInt): SearchPage
    /// Hands the home to a colleague until and with the day `until`, by default the last one of this month, in place of
    /// whomever it was handed to before. Durable when this returns; once the hub took it, the receiver's phone shows it.
    /// Who answers for the grid and whose visit counts stay as they are.
    /// Fails with `NotFound` when the household is not on this phone, and with `InvalidInput` for a worker who may not
    /// (`role`, `grid`), for somebody to whom it cannot be handed (`to`), for days before today or more than 92 ahead and
    /// for words that no screen shows (`handed_over`). The note is up to 200 characters on one line; whoever works in the
    /// grid reads it.
    fun handOver(household: HouseholdId, to: StaffId, until: Day?, note: kotlin.String?)
    /// To whom this worker may hand the home: colleagues who answer for its grid today, by name. Nobody where this worker
    /// neither leads the grid nor reviews.
    /// Fails with `NotFound` when the household is not on this phone.
    fun mayTakeOver(household: HouseholdId): List<ColleagueView>
    /// Takes back that the home was handed over; nothing where it was not.
    /// Fails as handing over does, for the household and the worker.
    fun takeBack(household: HouseholdId)
    /// Registers a home from what was typed; durable when this returns.
    /// Fails with `InvalidInput` naming the field.
    fun addTypedHousehold(grid: GridCode, typed: List<Typed>, place: Coordinate?): HouseholdId
    /// Registers a resident from what was typed; durable when this returns.
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    fun addTypedResident(household: HouseholdId, typed: List<Typed>): ResidentId
    /// The fields of a home that no list has; none where this worker may not add one.
    fun newHouseholdFields(): List<EntryField>
    /// The fields of a resident whom no list has; none where this worker may not add one.
    fun newResidentFields(): List<EntryField>

/// Households and residents.
open class Register: Disposable, AutoCloseable, RegisterInterface

/// The responsibility list (责任清单).
public interface ResponsibilityListInterface
    /// A page of the grids that are on this phone, at most 200; `after` is the last one already seen.
    fun grids(after: GridCode?, limit: kotlin.UInt): List<GridLine>
    /// Who answers for the grid today.
    /// Fails with `NotFound` when the grid is not on this phone.
    fun ofGrid(grid: GridCode): List<ResponsibilityLineView>
    /// Writes who answers for a grid today, or for every grid of this phone, to the file at `path`, to give away: a
    /// workbook (XLSX) with a line each. A file that is there is replaced. Answers how many lines it has.
    /// Fails with `NotFound` when the grid is not on this phone, with `InvalidInput` (`path`) for one of the store's own
    /// files, with `StorageFull`, and with `Host` when the file cannot be written.
    fun share(grid: GridCode?, path: kotlin.String): kotlin.ULong

/// The responsibility list (责任清单).
open class ResponsibilityList: Disposable, AutoCloseable, ResponsibilityListInterface

/// What waits for a supervisor.
public interface ReviewInterface
    /// Notes that a supervisor has seen a remark and what they found. Durable when this returns.
    /// Fails with `NotFound`, and with `InvalidInput` naming the field: `note`, `grid`, `role`.
    fun acknowledge(exception: ExceptionId, note: kotlin.String?)
    /// A page of claims that wait to be settled, in the order in which they were made, at most 200; `after` is the last
    /// one already seen.
    fun claims(after: ClaimId?, limit: kotlin.UInt): List<ClaimView>
    /// A page of remarks on visits that no supervisor has seen yet, at most 200; `after` is the last one already shown.
    fun exceptions(after: ExceptionId?, limit: kotlin.UInt): List<ExceptionView>
    /// Whether a way leads here: for a supervisor, and for others once something waits; for nobody while homes are locked.
    /// Fails with `NotFound` before enrolment.
    fun isOffered(): kotlin.Boolean
    /// Settles a claim: `status` is confirmed or rejected. `resident` says who died, where the claim leaves it open.
    /// Durable when this returns.
    /// Fails with `NotFound`, with `Conflict` when it was settled or its visit was corrected, and with `InvalidInput`
    /// naming the field: `status`, `resident`, `grid`, `role`.
    fun settleClaim(claim: ClaimId, status: ClaimStatus, resident: ResidentId?)

/// What waits for a supervisor.
open class Review: Disposable, AutoCloseable, ReviewInterface

/// Where a page of what was found ended, for asking for the next one; it is good until the app ends.
public interface SearchCursorInterface

/// Where a page of what was found ended, for asking for the next one; it is good until the app ends.
open class SearchCursor: Disposable, AutoCloseable, SearchCursorInterface

/// Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
public interface StopCursorInterface

/// Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
open class StopCursor: Disposable, AutoCloseable, StopCursorInterface

/// A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
/// The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
/// from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
public interface SyncSessionInterface
    /// The hub (or something in its place) answered.
    fun answered(task: TaskName, answer: HttpAnswer)
    /// Asks for an exchange; also while one is under way, when something was recorded meanwhile.
    fun begin()
    /// Gives up the exchange under way. Nothing is lost; the next one asks where the hub stands.
    fun cancel()
    /// Network or battery changed.
    fun hostChanged(status: HostStatus)
    /// The hub of this phone.
    fun hub(): HubAddress
    /// What to do next. Who asks again before it reported what it has may be given more to do beside it: files, each by
    /// itself, no more than four at once and none twice, so that one on a slow way holds up no other. It asks until
    /// `Answers`, and again after each report. Who does one thing after the other is given one file at a time.
    /// Fails with `Locked` and `Closed` after a shutdown.
    fun nextTask(): HostTask
    /// No answer came: no network, time-out, connection cut, wrong key.
    fun noAnswer(task: TaskName)
    /// The worker asks for an exchange now: every wait ends, except one that the hub asked for.
    fun sendNow()
    /// The time of a `Wait` has come.
    fun woke()

/// A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
/// The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
/// from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
open class SyncSession: Disposable, AutoCloseable, SyncSessionInterface

/// The stops of a worker's day, each with every duty due there.
public interface TodayInterface
    /// The service areas by which the list can be chosen; none on a phone that holds tickets, which knows no areas.
    /// Fails with `NotFound` before enrolment.
    fun areas(): List<ServiceArea>
    /// How many homes are left to visit, in one grid or in all, in one service area or in all.
    /// Fails with `NotFound` before enrolment.
    fun left(grid: GridCode?, area: ServiceArea? = null): Left
    /// What is said where there are no stops, in one grid or in all, in one service area or in all.
    fun nothing(grid: GridCode?, area: ServiceArea? = null): Words
    /// The first 200 stops in the order in which to walk them: from where the worker stands, and ending at `to` if
    /// given. Homes at one place stay together by floor; those whose place is unknown come last.
    /// Fails with `NotFound` before enrolment.
    fun onFoot(grid: GridCode?, from: Coordinate?, to: Coordinate?, area: ServiceArea? = null): List<StopView>
    /// A page of stops that have something to do today, at most 200, by village group, building and floor; of all
    /// grids when none is named, and of every service area. A stop done moves away.
    /// Fails with `NotFound` before enrolment.
    fun page(grid: GridCode?, after: StopCursor?, limit: kotlin.UInt, area: ServiceArea? = null): StopPage

/// The stops of a worker's day, each with every duty due there.
open class Today: Disposable, AutoCloseable, TodayInterface

/// Visits: start, save at each change, finish once.
public interface VisitsInterface
    /// Enters what was typed into a field of the home, or of a resident; a blank text clears it.
    /// Fails with `InvalidInput` naming the field when the text is no value of it or the role may not write it.
    fun enter(draft: DraftId, resident: ResidentId?, typed: Typed): VisitDraft
    /// The fields of the home and of each resident that this worker may change in the visit, as they stand.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    fun entries(draft: DraftId): List<EntryView>
    /// All is well (都好), in one tap: every check is answered so, and the visit ended without change. Needs that were
    /// named stay. Durable when this returns.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    fun allWell(draft: DraftId): VisitDraft
    /// Changes one field of the household, keeping the value that was seen.
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    fun changeHousehold(draft: DraftId, household: HouseholdId, change: HouseholdChange): VisitDraft
    /// Changes one field of a resident, keeping the value that was seen.
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    fun changeResident(draft: DraftId, resident: ResidentId, change: ResidentChange): VisitDraft
    /// What the visit in progress can choose from: what was proposed at its beginning and unticked is still offered.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    fun choices(draft: DraftId): VisitChoices
    /// Opens a visit in progress that corrects a finished one of this phone: with all that was entered then and with
    /// its day, ready to be put right. Its photos, needs and changed fields were recorded and stand; only new ones are
    /// added. Calling it again gives the same draft until that is finished or discarded.
    /// Fails with `NotFound` when this phone did not record the visit, or holds what was entered or its household no
    /// longer, or the hub did not take it: that is for the `Outbox` to record again. Fails with `Conflict` when it was corrected
    /// already: the later visit can be corrected again.
    fun correct(visit: VisitId): VisitDraft
    /// Drops a visit in progress with its photos. Nothing of it was recorded.
    fun discard(draft: DraftId)
    /// Visits in progress, such as one that a killed app left.
    fun drafts(): List<VisitDraft>
    /// Finishes a visit: one durable transaction. A companion who is nobody is left out. Calling it again gives the same
    /// answer.
    /// Fails with `InvalidInput` naming what is missing; the draft stays as it is.
    fun finish(draft: DraftId): VisitId
    /// Puts a platform's fix on the core's clocks, for `VisitDraft.fix`, and says what is wrong with it: there is none
    /// for (0, 0), a receiver's empty answer, and the visit goes on without; an accuracy may say nothing.
    /// Fails with `InvalidInput` when the numbers are no place on earth.
    fun fix(fix: FixDraft): FixView
    /// What may follow when nobody answers here, the most pressing first.
    fun nextSteps(household: HouseholdId): List<NextStep>
    /// Where the visit in progress stands as against its home, by its fix as it was saved last: what a manager would
    /// see, told at the door while a better fix can still be had. The visit can be finished whatever it says.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    fun placeOf(draft: DraftId): PlaceView
    /// Saves the draft as it stands; durable when this returns. Photos and changed fields stay as they are, and so does
    /// the visit that it corrects.
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    fun save(draft: VisitDraft)
    /// Starts a visit: all that is due at the household is proposed as done, ready to be unticked.
    /// Fails with `NotFound` when the household is not on this phone.
    fun start(household: HouseholdId): VisitDraft

/// Visits: start, save at each change, finish once.
open class Visits: Disposable, AutoCloseable, VisitsInterface

/// For whom an evidence bundle is made.
data class BundleFor
    /// Who gets it: an office, a court.
    var recipient: kotlin.String
    /// How many days they may keep it.
    var keepDays: kotlin.UShort
    /// Whether the photos go opened, for a recipient without the hub's key; sealed otherwise.
    var isOpened: kotlin.Boolean

/// One category of a resident, as it is entered.
data class CategoryDraft
    /// Which.
    var kind: CategoryKind
    /// The grade within it, where it has grades.
    var grade: kotlin.String? = null
    /// First day that it holds.
    var since: Day
    /// Last day that it holds; open when absent.
    var until: Day? = null
    /// Who decided it.
    var authority: kotlin.String? = null

/// One category of a resident.
data class CategoryView
    /// Which.
    var kind: CategoryKind
    /// The grade within it.
    var grade: kotlin.String?
    /// First day that it holds.
    var since: Day
    /// Last day that it holds; open when absent.
    var until: Day?
    /// Who decided it.
    var authority: kotlin.String?

/// A field of the register that the visit changes.
data class ChangedField
    /// The resident; the household itself when absent.
    var resident: ResidentId?
    /// The field.
    var field: kotlin.String

/// A claim that nobody has settled yet.
data class ClaimView
    /// Its id; where the next page goes on.
    var id: ClaimId
    /// The household.
    var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    var home: HomeLine?
    /// What is claimed.
    var kind: ClaimKind
    /// Since when.
    var on: Day
    /// Where it stands.
    var status: ClaimStatus
    /// Whom it is about, where it names one resident.
    var resident: ResidentView?
    /// How it can be settled.
    var settlements: List<Settlement>
    /// The visit that made it.
    var visit: VisitView?

/// Somebody to whom a home can be handed.
data class ColleagueView
    /// Their id.
    var id: StaffId
    /// Their name.
    var name: kotlin.String
    /// What they are.
    var staffRole: StaffRole
    /// What they are to the grid.
    var gridRole: GridRole

/// An answer of whoever would be in a picture, and what it comes to.
data class ConsentChoice
    /// The answer.
    var consent: ConsentState
    /// Whether a picture may be taken with it.
    var allows: kotlin.Boolean
    /// Whether faces are to be hidden in that picture. Where it is `Required`, one without a hidden part is not taken in.
    var faces: FaceHiding
    /// Whether a picture in which so many parts are hidden may be kept.
    fun mayKeep(hidden: kotlin.UInt): kotlin.Boolean

/// A position in degrees with its datum.
data class Coordinate
    /// Degrees north.
    var lat: kotlin.Double
    /// Degrees east.
    var lon: kotlin.Double
    /// What the degrees refer to.
    var datum: Datum

/// A corner of an outline in degrees of WGS-84, which most maps in China do not show where it lies: turn it first.
data class Corner
    /// Degrees east.
    var lon: kotlin.Double
    /// Degrees north.
    var lat: kotlin.Double

/// A home behind a figure.
data class CountedHome
    /// The household.
    var household: HouseholdId
    /// Its form of address.
    var greeting: kotlin.String
    /// Its address.
    var address: kotlin.String
    /// Village group.
    var villageGroup: kotlin.String?
    /// Building.
    var building: kotlin.String?
    /// Floor.
    var floor: kotlin.Short?
    /// How many duties of the figure are this home's: those of all homes add up to it.
    var count: kotlin.UInt
    /// Whether this worker may hand it over, and there is somebody to take it.
    var mayHandOver: kotlin.Boolean

/// The figures of one group of duties.
data class Counts
    /// 应访: all that are not exempt.
    var due: kotlin.UInt
    /// 已访: due and done.
    var visited: kotlin.UInt
    /// 未遇: due, not done, tried at least once.
    var attempted: kotlin.UInt
    /// 逾期: due, not done, the last day has passed.
    var overdue: kotlin.UInt
    /// 免访: not counted as due.
    var exempt: kotlin.UInt
    /// 探访率: visited ÷ due, 0 to 1; none where nothing is due.
    var rate: kotlin.Double?
    /// The same in words; that nothing is due where nothing is.
    var share: Words

/// The figures of a grid: all of it, one area of it, or one category in it.
data class CoverageLine
    /// The grid.
    var grid: GridCode
    /// What it is called; its code where it is not on this phone, such as one that a home left.
    var gridName: kotlin.String
    /// The area, on a line of one.
    var area: ServiceArea?
    /// The category, on a line of one. With neither, the line is the grid's whole.
    var category: CategoryKind?
    /// The figures.
    var counts: Counts

/// What was written.
data class Diagnostics
    /// The file.
    var path: kotlin.String
    /// Its content, for the user to read before sending it.
    var json: kotlin.String

/// What is ticked off at a door beside the pictures.
data class DoorWork
    /// Tickets.
    var tickets: List<TicketView>
    /// Work that no ticket asks for.
    var work: List<WorkChoice>

/// A photo of the visit in progress; its sealed file is on the disk.
data class DraftPhotoView
    /// The photo.
    var id: PhotoId
    /// What it is.
    var kind: EvidenceKind
    /// Why it was taken.
    var reason: kotlin.String
    /// Whether the person agreed.
    var consent: ConsentState
    /// When it was taken in.
    var capturedAt: Timestamp

/// One thing due at a household.
data class DutyView
    /// Whom it is about.
    var subject: Subject
    /// The rule's id.
    var rule: kotlin.String
    /// What the rule is called.
    var title: Words
    /// The task in plain words.
    var task: Words
    /// On what legal basis: as cited, and its English where somebody wrote it.
    var legalBasis: Words
    /// Why a photo is asked for, where one is.
    var photoReason: Words?
    /// The rule's area.
    var area: ServiceArea
    /// First day.
    var opens: Day
    /// Last day.
    var due: Day
    /// How many visitors must come.
    var visitors: kotlin.UByte
    /// Where it stands.
    var state: DutyState
    /// The same in words.
    var standing: Words
    /// Whether it can be done today.
    var isDueToday: kotlin.Boolean

/// What the worker confirms after an enrolment.
data class EnrolledView
    /// Whose phone it is.
    var staff: StaffView
    /// The tenant.
    var tenant: kotlin.String
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    var isDemo: kotlin.Boolean

/// One field of a form, as it stands.
data class EntryView
    /// The field, which has its label.
    var field: EntryField
    /// Whose it is; the home's when absent.
    var resident: ResidentId?
    /// Their name.
    var whose: kotlin.String?
    /// What stands in it: what this visit entered, else what is known.
    var text: kotlin.String
    /// Whether this visit changed it.
    var isChanged: kotlin.Boolean

/// A remark on a visit that nobody has seen yet.
data class ExceptionView
    /// Its id; where the next page goes on.
    var id: ExceptionId
    /// The household.
    var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    var home: HomeLine?
    /// What was noticed.
    var flag: VisitFlag
    /// The same in words.
    var words: Words
    /// The visit.
    var visit: VisitView?

/// Somebody who came along.
data class FellowVisitor
    /// The worker, where they are staff of the tenant.
    var staff: StaffId? = null
    /// Their name as entered, for visitors who are no staff.
    var name: kotlin.String? = null

/// Which figure of coverage, as a screen shows it.
data class FigureOf
    /// The length of the period.
    var kind: PeriodKind
    /// The figure.
    var figure: Figure
    /// A day of the period; today when absent.
    var day: Day? = null
    /// The grid; all together when absent.
    var grid: GridCode? = null
    /// The area, of a line of one.
    var area: ServiceArea? = null
    /// The category, of a line of one.
    var category: CategoryKind? = null

/// A location fix on the core's clocks, as a draft keeps it.
data class Fix
    /// Where.
    var at: Coordinate
    /// Radius in metres, where known.
    var accuracyM: kotlin.Double?
    /// Whether that radius holds the place with 68 % probability.
    var accuracyIs68Percent: kotlin.Boolean
    /// Why the radius is not known, where that is so.
    var whyNoAccuracy: UnknownAccuracy?
    /// Height in metres.
    var altitudeM: kotlin.Double?
    /// Speed in metres a second.
    var speedMps: kotlin.Double?
    /// Time by GPS.
    var gpsTime: Timestamp?
    /// Time by the device's wall clock.
    var deviceTime: Timestamp
    /// Time by the core's monotonic clock, in milliseconds.
    var monotonicMs: kotlin.ULong
    /// The run that the monotonic clock counts from.
    var bootId: kotlin.ULong
    /// Whether Android calls it mock.
    var isMock: kotlin.Boolean
    /// Whether Apple calls it simulated.
    var isSimulated: kotlin.Boolean
    /// Whether it comes from an accessory.
    var isFromAccessory: kotlin.Boolean

/// A location fix as the platform hands it over; `Visits.fix` turns it into a `Fix`.
data class FixDraft
    /// Where, in the datum of its source.
    var at: Coordinate
    /// Radius in metres; none where the source gave none.
    var accuracyM: kotlin.Double?
    /// Whether that radius holds the place with 68 % probability (Android says so; Apple states none).
    var accuracyIs68Percent: kotlin.Boolean
    /// How long ago the fix was made, in milliseconds, by the platform's monotonic clock where it tells.
    var ageMs: kotlin.ULong
    /// Height in metres.
    var altitudeM: kotlin.Double? = null
    /// Speed in metres a second.
    var speedMps: kotlin.Double? = null
    /// Time of the fix by GPS.
    var gpsTime: Timestamp? = null
    /// Whether Android calls it mock.
    var isMock: kotlin.Boolean = false
    /// Whether Apple calls it simulated by software.
    var isSimulated: kotlin.Boolean = false
    /// Whether it comes from an accessory.
    var isFromAccessory: kotlin.Boolean = false

/// What the core makes of a platform's fix.
data class FixView
    /// For `VisitDraft.fix`; none for (0, 0), a receiver's empty answer: the visit goes on without.
    var fix: Fix?
    /// What makes it useless or vague, in words for the worker; none for a good one.
    var fault: Words?

/// A grid by name.
data class GridLine
    /// The grid.
    var grid: GridCode
    /// What it is called.
    var name: kotlin.String

/// A grid as a map shows it.
data class GridShape
    /// The grid.
    var grid: GridCode
    /// What it is called.
    var name: kotlin.String
    /// Its ground; none where nobody drew it, or not so that it can be shown.
    var parts: List<OutlinePart>
    /// A place well inside, for its name; none without ground.
    var labelAt: Coordinate?

/// A page of grids for a map.
data class GridShapePage
    /// The grids, in order of their codes.
    var shapes: List<GridShape>
    /// After which grid the next page begins; none after the last.
    var next: GridCode?

/// A home that was handed to a colleague who answers for its grid (转交).
data class HandedOverView
    /// Whether it was handed to this phone's worker.
    var toMe: kotlin.Boolean
    /// The name of whom it was handed to, where this phone knows them.
    var to: kotlin.String?
    /// The name of who handed it over.
    var by: kotlin.String?
    /// The last day that it holds.
    var until: Day
    /// What the receiver must know.
    var note: kotlin.String?

/// What a phone of a role holds.
data class Holdings
    /// What the hub gives to it, line by line.
    var lines: List<Words>
    /// What others get and it never does; none where it gets all.
    var withheld: Words?

/// Where something was recorded.
data class HomeLine
    /// The household's form of address.
    var greeting: kotlin.String
    /// Its address.
    var address: kotlin.String

/// A page of homes behind a figure.
data class HomePage
    /// The homes, in walking order.
    var homes: List<CountedHome>
    /// Where the next page goes on; none after the last.
    var next: HomeCursor?

/// What decides which work may go out.
data class HostStatus
    /// The network.
    var network: Network
    /// Battery, 0–100.
    var batteryPercent: kotlin.UByte
    /// Whether it is being charged.
    var isCharging: kotlin.Boolean
    /// Whether the worker agreed to send photos older than 48 h over a metered network.
    var photosMayCost: kotlin.Boolean

/// A household met at the door that no list has.
data class HouseholdDraft
    /// The grid where it lies.
    var grid: GridCode
    /// The form of address at the door.
    var greeting: kotlin.String
    /// The address.
    var address: kotlin.String
    /// Village group.
    var villageGroup: kotlin.String? = null
    /// Where to call.
    var phone: kotlin.String? = null
    /// The home's place.
    var place: Coordinate? = null

/// A household with all that a visitor of this role needs.
data class HouseholdView
    /// Its id.
    var id: HouseholdId
    /// The grid where it lies.
    var grid: GridCode
    /// The form of address at the door.
    var greeting: kotlin.String
    /// The address.
    var address: kotlin.String
    /// Village group.
    var villageGroup: kotlin.String?
    /// Building.
    var building: kotlin.String?
    /// Floor.
    var floor: kotlin.Short?
    /// Where to call.
    var phone: kotlin.String?
    /// The home's place; many are unknown.
    var place: Coordinate?
    /// What a visitor must know to be safe.
    var safetyNote: kotlin.String?
    /// Its residents, for roles that may know them.
    var residents: List<ResidentView>
    /// What is due, for roles that derive.
    var duties: List<DutyView>
    /// What is asked, for roles with tickets.
    var tickets: List<TicketView>
    /// Its latest visits, newest first.
    var visits: List<VisitView>
    /// Those of its visits that this phone can put right.
    var correctable: List<VisitId>
    /// Needs that are not closed.
    var needs: List<NeedView>
    /// Whom it is handed to, where it is.
    var handedOver: HandedOverView?
    /// Whether this worker may hand it over, and take it back.
    var mayHandOver: kotlin.Boolean
    /// Whether this worker may add a resident.
    var mayAddResident: kotlin.Boolean
    /// That homes are locked, in words, where they are: then no more is told than a door needs.
    var lock: Words?

/// What the server answered.
data class HttpAnswer
    /// The status.
    var status: kotlin.UShort
    /// Its headers; their case does not matter.
    var headers: Map<kotlin.String, kotlin.String>
    /// The body, inflated where the server compressed it.
    var body: kotlin.ByteArray

/// A request for the platform to perform. Follow no redirect.
data class HttpRequest
    /// The method.
    var method: HttpMethod
    /// The whole address.
    var url: kotlin.String
    /// Headers to send as they are.
    var headers: Map<kotlin.String, kotlin.String>
    /// The body, where there is one; an upload's body is its file.
    var body: kotlin.String?
    /// SHA-256 of the `SubjectPublicKeyInfo` that the server must show.
    var spkiSha256: kotlin.ByteArray

/// Where the hub is and which key it must show.
data class HubAddress
    /// Scheme, host and port.
    var url: kotlin.String
    /// SHA-256 of the `SubjectPublicKeyInfo` of the hub's certificate. Refuse every other; no authority is asked.
    var spkiSha256: kotlin.ByteArray

/// Who this phone is.
data class IdentityView
    /// The phone's id at the hub.
    var device: DeviceId
    /// Whose phone it is.
    var staff: StaffView
    /// Which screens they need.
    var screens: RoleScreens
    /// The tenant.
    var tenant: kotlin.String
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    var isDemo: kotlin.Boolean
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    var reportPhone: kotlin.String?
    /// The hub.
    var hub: HubAddress
    /// What the phone may still do.
    var state: DeviceState

/// A journal that proved sound.
data class JournalProofView
    /// How many records the chain holds.
    var records: kotlin.ULong
    /// How many of them record a photo.
    var photos: kotlin.ULong
    /// The last of them.
    var last: OpId?

/// A visit first written on paper (补录).
data class LateEntry
    /// The real day of the visit.
    var visitedOn: Day
    /// Who made it.
    var visitedBy: StaffId

/// How many homes are left to visit. A home counts once in each, whatever is due there.
data class Left
    /// Those on today's list.
    var today: kotlin.ULong
    /// Those of them where a window was missed.
    var overdue: kotlin.ULong
    /// Those where the last day of something comes before this month is over, open yet or not.
    var thisMonth: kotlin.ULong

/// One line of the log: what was called and how it went. Never personal data.
data class LogLine
    /// When.
    var at: Timestamp
    /// How grave.
    var level: LogLevel
    /// The call, such as `visits.finish`.
    var what: kotlin.String
    /// How it went: an error's code, a state, a figure.
    var how: kotlin.String

/// What lies nowhere but on this phone, and is lost with it: when its worker leaves, when another takes it over.
data class LossView
    /// Whether there is nothing to lose.
    var isNothing: kotlin.Boolean
    /// Records that the hub has not acknowledged.
    var records: kotlin.ULong
    /// Photos that the hub has not confirmed, those of visits in progress included.
    var photos: kotlin.ULong
    /// Visits in progress.
    var visits: kotlin.ULong
    /// Records that the hub did not take and nothing put right.
    var rejected: kotlin.ULong
    /// Damaged stores that were set aside.
    var setAside: kotlin.ULong
    /// What there is of it in words, line by line.
    var lines: List<Words>
    /// All of it in one sentence; that nothing is lost where nothing is.
    var sentence: Words

/// A need found during the visit.
data class NeedDraft
    /// What is needed.
    var kind: NeedKind
    /// Whose need, where it is one person's.
    var resident: ResidentId? = null
    /// Free words.
    var note: kotlin.String? = null

/// A need that is not closed.
data class NeedView
    /// Its id.
    var id: NeedId
    /// Whose need, where it is one person's.
    var resident: ResidentId?
    /// What is needed.
    var kind: NeedKind
    /// Where it stands.
    var status: ReferralStatus
    /// The round, from 1.
    var round: kotlin.UShort
    /// Free words.
    var note: kotlin.String?

/// One record in the outbox.
data class OutboxLineView
    /// Its place in the journal; where the next page goes on.
    var seq: kotlin.ULong
    /// The operation.
    var op: OpId
    /// What it records, such as `VisitRecorded`.
    var kind: kotlin.String
    /// The same in words.
    var what: Words
    /// The household concerned.
    var household: HouseholdId?
    /// Its form of address and address, where it is on this phone.
    var home: HomeLine?
    /// When it was recorded.
    var recordedAt: Timestamp
    /// Length of its body.
    var bytes: kotlin.ULong
    /// How far it has come.
    var state: ItemState
    /// How often it was tried.
    var attempts: kotlin.UInt
    /// When it is sent or judged next, where that is known.
    var nextTry: Timestamp?
    /// State and cause in words.
    var words: Words

/// One piece of ground that a grid covers.
data class OutlinePart
    /// The ring around it, closed: its last corner is its first.
    var outer: List<Corner>
    /// The rings of what is cut out of it.
    var holes: List<List<Corner>>

/// A civil period of the tenant's calendar, and the ways to its neighbours: a day of theirs, for asking for them.
data class PeriodView
    /// Its length.
    var kind: PeriodKind
    /// As reports write it, such as `2026-06` or `2026-Q2`.
    var name: kotlin.String
    /// Its first day.
    var start: Day
    /// Its last.
    var end: Day
    /// Whether today lies in it.
    var isCurrent: kotlin.Boolean
    /// A day of the period before; none where nothing was asked for yet.
    var earlier: Day?
    /// A day of the period after; none while that has not begun.
    var later: Day?

/// What a photo of a visit can be.
data class PhotoChoice
    /// What it is.
    var kind: EvidenceKind
    /// What can be answered before the camera opens, each answer once.
    var consents: List<ConsentChoice>
    /// Whether the camera may be opened for `reason`, once the answer is `consent`; never before there is one. What is then
    /// taken is looked at again.
    fun mayTake(reason: kotlin.String, consent: ConsentState?): kotlin.Boolean

/// Why and how a photo is taken.
data class PhotoDraft
    /// What it is.
    var kind: EvidenceKind
    /// Why it is taken, as the rule says.
    var reason: kotlin.String
    /// Whether the person agreed.
    var consent: ConsentState
    /// What is made unrecoverable before anything is hashed or sealed: where a minor may be in the picture, faces.
    var hidden: List<PhotoRegion> = listOf()
    /// What is drawn on the copy that travels.
    var stamp: PhotoStamp? = null

/// One photo on its way to the hub.
data class PhotoLineView
    /// The photo.
    var photo: PhotoId
    /// Its visit.
    var visit: VisitId
    /// Its household.
    var household: HouseholdId
    /// Its form of address and address, where it is on this phone.
    var home: HomeLine?
    /// When it was taken in.
    var capturedAt: Timestamp
    /// Length of the sealed file.
    var bytes: kotlin.ULong
    /// Bytes that the hub is known to hold.
    var sent: kotlin.ULong
    /// How far it has come.
    var state: BlobState
    /// Tries since anything got through.
    var attempts: kotlin.UInt
    /// When it is tried next, where that lies ahead.
    var nextTry: Timestamp?
    /// The state in words.
    var words: Words

/// The pixels of a HEIC as the platform decoded them. 1920 on the longer side are enough; where something is hidden,
/// what is sealed as the original has the size that is handed over.
data class PhotoPixels
    /// Pixels across.
    var width: kotlin.UInt
    /// Pixels down.
    var height: kotlin.UInt
    /// Four bytes a pixel (red, green, blue, alpha), line by line without gaps.
    var rgba: kotlin.ByteArray
    /// How they still have to be turned, EXIF's 1 to 8; 1 when the decoder did it.
    var orientation: kotlin.UByte

/// A part of the upright picture to make unrecoverable; all four in parts of its width and height, 0 to 1.
data class PhotoRegion
    /// Its left edge.
    var left: kotlin.Double
    /// Its upper edge.
    var top: kotlin.Double
    /// How wide it is.
    var width: kotlin.Double
    /// How high it is.
    var height: kotlin.Double

/// A stamp on the copy of a photo that travels. Decoration: what proves a photo is its seal.
data class PhotoStamp
    /// What it shows.
    var words: StampWords
    /// How it is drawn.
    var look: StampLook

/// Where a visit in progress stands as against its home: an answer, never a lock on the door.
data class PlaceView
    /// What the fence around the home answers.
    var fence: FencePlace
    /// Probability (0 to 1) that the true place lies in the fence; none where nothing is known.
    var probability: kotlin.Double?
    /// Why nothing is known, where that is so.
    var why: WhyUnknown?
    /// What speaks against the fix.
    var flags: List<FixFlag>
    /// All of it in words for the worker.
    var sentence: Words

/// A resident met at the door whom no list has.
data class ResidentDraft
    /// Their name.
    var name: kotlin.String
    /// Their identity number; checked digit by digit.
    var identity: kotlin.String? = null
    /// Birthday.
    var born: Day? = null
    /// Where to call them.
    var phone: kotlin.String? = null
    /// What they are to the householder.
    var relation: kotlin.String? = null
    /// Their categories.
    var categories: List<CategoryDraft> = listOf()

/// A resident as this role may see them.
data class ResidentView
    /// Their id.
    var id: ResidentId
    /// Their name.
    var name: kotlin.String
    /// Their identity number with most digits hidden.
    var identityMasked: kotlin.String?
    /// Birthday.
    var born: Day?
    /// Where to call them.
    var phone: kotlin.String?
    /// What they are to the householder.
    var relation: kotlin.String?
    /// Their categories, as far as this role may know them.
    var categories: List<CategoryView>
    /// The day they died or moved away.
    var leftOn: Day?

/// One line of the list. It names workers and duties, never residents.
data class ResponsibilityLineView
    /// The grid.
    var grid: GridCode
    /// The grid's name.
    var gridName: kotlin.String
    /// The worker's name.
    var name: kotlin.String
    /// What the worker is.
    var staffRole: StaffRole
    /// What the worker is to the grid.
    var gridRole: GridRole
    /// Since when.
    var since: Day

/// Which screens a worker needs, so that no app decides by the name of a role.
data class RoleScreens
    /// Whether the phone holds tickets in place of what duties derive from.
    var holdsTickets: kotlin.Boolean
    /// Whether the worker settles what visits claim and what was remarked on them.
    var reviews: kotlin.Boolean
    /// Whether the worker gets pictures, few words and large targets.
    var isPlain: kotlin.Boolean

/// One of the steps when nobody opens.
data class Rung
    /// The step, and whom it calls.
    var choice: StepChoice
    /// Where it stands.
    var turn: Turn
    /// Whether it was tried last, and nobody said yet what came of it.
    var isOpen: kotlin.Boolean
    /// Whether nothing is left to try after it.
    var isLast: kotlin.Boolean

/// A household or a resident that was found.
data class SearchHitView
    /// The household.
    var household: HouseholdId
    /// The resident; none when the household itself was found.
    var resident: ResidentId?
    /// The resident's name, or the form of address of the household.
    var title: kotlin.String
    /// The address of the household.
    var address: kotlin.String

/// A page of what was found.
data class SearchPage
    /// The hits.
    var hits: List<SearchHitView>
    /// Where the next page goes on; none after the last.
    var next: SearchCursor?

/// A way to settle a claim.
data class Settlement
    /// What becomes of it.
    var status: ClaimStatus
    /// Those of whom one must be named for that; empty where nobody has to be.
    var who: List<ResidentView>

/// A worker.
data class StaffView
    /// Their id.
    var id: StaffId
    /// Their name.
    var name: kotlin.String
    /// What they are.
    var role: StaffRole

/// What a stamp shows. It is recorded beside the photo, and whoever sees the picture reads it. At most 60 characters
/// each.
data class StampWords
    /// When the photo was taken; shown as the tenant's civil time.
    var taken: Timestamp
    /// Where: a village rather than coordinates, unless a rule asks for more.
    var place: kotlin.String? = null
    /// Who took it.
    var worker: kotlin.String? = null
    /// The household's code, never a name.
    var household: kotlin.String? = null

/// What may follow when nobody answers, and whom it calls.
data class StepChoice
    /// The step.
    var step: NextStep
    /// The number that it dials, without data; none where it calls nobody or the number is not known.
    var dials: kotlin.String?

/// One open duty at a stop.
data class StopDutyView
    /// Whom it is about.
    var subject: Subject
    /// The resident's name, where it is about one.
    var name: kotlin.String?
    /// The rule's id; `Register.household` has its legal basis.
    var rule: kotlin.String
    /// What the rule is called.
    var title: Words
    /// The first day on which it can be done.
    var opens: Day
    /// The last.
    var due: Day
    /// Whether somebody came and did not reach the subject.
    var isAttempted: kotlin.Boolean
    /// The first day of the windows that were missed in a row up to now.
    var missedSince: Day?

/// A stop that was handed to one of those who answer for its grid; `Register.household` has the names.
data class StopHandOverView
    /// Whether to this phone's worker.
    var toMe: kotlin.Boolean
    /// What the receiver must know.
    var note: kotlin.String?

/// A page of stops.
data class StopPage
    /// The stops, in walking order.
    var stops: List<StopView>
    /// Where the next page goes on; none after the last.
    var next: StopCursor?

/// A household to call at, with all that is due there.
data class StopView
    /// The household.
    var household: HouseholdId
    /// Its form of address.
    var greeting: kotlin.String
    /// Its address.
    var address: kotlin.String
    /// Where it lies, where that is known.
    var place: Coordinate?
    /// Metres from where the worker stands in a straight line, where both are known.
    var metres: kotlin.Double?
    /// Village group.
    var villageGroup: kotlin.String?
    /// Building.
    var building: kotlin.String?
    /// Floor.
    var floor: kotlin.Short?
    /// What a visitor must know to be safe.
    var safetyNote: kotlin.String?
    /// Whom it is handed to today, where it is.
    var handedOver: StopHandOverView?
    /// What is due, for roles that derive.
    var duties: List<StopDutyView>
    /// What is asked for, for roles that hold tickets.
    var tickets: List<TicketView>

/// What lies on this phone.
data class StoredView
    /// Households that its worker answers for.
    var homes: kotlin.ULong
    /// Visits to them, whoever made them.
    var visits: kotlin.ULong
    /// Photos of which a file is here.
    var photos: kotlin.ULong
    /// Bytes of all of it.
    var bytes: kotlin.ULong
    /// The same in words, line by line.
    var lines: List<Words>

/// One resident's own outcome where it differs from the visit's.
data class SubjectOutcome
    /// The resident.
    var resident: ResidentId
    /// How it went for them.
    var outcome: VisitOutcome

/// What an exchange did.
data class Summary
    /// Requests sent.
    var requests: kotlin.UInt
    /// Records acknowledged for the first time.
    var acknowledged: kotlin.ULong
    /// Rows received.
    var rows: kotlin.ULong
    /// Files completed.
    var uploads: kotlin.UInt
    /// Answers that never came or were no answer.
    var retries: kotlin.UInt
    /// Times that phone and hub had parted and were brought together.
    var healed: kotlin.UInt
    /// Why photos still wait, where they do.
    var photosWait: Cause?

/// A photo that was taken, and what became of the camera's file.
data class TakenPhoto
    /// The photo.
    var photo: PhotoId
    /// Whether the camera's file could not be removed: a picture in clear, which is now the app's to remove.
    var plainFileRemains: kotlin.Boolean

/// What a role that may not see categories is asked to do.
data class TicketView
    /// Its id.
    var id: TicketId
    /// What to do, in plain words.
    var task: Words
    /// First day.
    var opens: Day
    /// Last day.
    var due: Day
    /// Ways of visiting that do it.
    var modes: List<VisitMode>
    /// How many visitors must come.
    var visitors: kotlin.UByte
    /// What a visitor must know to be safe.
    var safetyNote: kotlin.String?
    /// Where it stands.
    var state: TicketState

/// What was typed into a field; blank when there is none.
data class Typed
    /// The field.
    var field: EntryField
    /// The text, as it was typed.
    var text: kotlin.String

/// What a file of unsent work holds.
data class UnsentExport
    /// Records.
    var records: kotlin.ULong
    /// Photos, each with those of its files that the hub has not stored.
    var photos: kotlin.ULong
    /// Photo files that should be in it and are not: this phone's storage lost or damaged them.
    var leftOut: kotlin.ULong
    /// Length of the sealed file in bytes.
    var bytes: kotlin.ULong

/// What one visit can choose from.
data class VisitChoices
    /// How most visits end, the most frequent first.
    var usualOutcomes: List<VisitOutcome>
    /// How else one may end.
    var otherOutcomes: List<VisitOutcome>
    /// Work that is due here today and that this worker may do, and whatever was ticked.
    var work: List<WorkChoice>
    /// Work for the household as a whole that nothing asks for and nobody ticked yet.
    var otherWork: List<WorkChoice>
    /// Tickets that are open here today, and those that were ticked.
    var tickets: List<TicketView>
    /// What may follow when nobody answers, the most pressing first.
    var nextSteps: List<StepChoice>
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    var reportPhone: kotlin.String?
    /// How many must come for all of what is due here.
    var visitors: kotlin.UByte
    /// Why photos are asked for here today, each reason once; empty where none is.
    var photoReasons: List<Words>
    /// Why signatures are asked for here today, each reason once; empty where none is.
    var signatureReasons: List<Words>
    /// What the visit says once it was first on paper: by this worker, and today by the tenant's calendar unless another day
    /// is told.
    var paper: LateEntry
    /// What a photo can be, the most frequent first, and what can be answered before the camera opens.
    var photos: List<PhotoChoice>
    /// What is ticked off at a door beside the pictures: nothing where the visit is one task alone, and work without a
    /// ticket only where none is ticked.
    fun atDoor(draft: VisitDraft): DoorWork
    /// The steps when nobody opens, in their order, after `tried` was tried last; the one after it has its turn once
    /// `in_vain`: that it came to nothing.
    fun ladder(tried: NextStep?, inVain: kotlin.Boolean): List<Rung>

/// A visit in progress. Edit it freely, save it with `Visits.save` at each change, end it with `Visits.finish`.
/// `photos` and `changes` are shown here and changed by calls of their own, and `corrects` stays as it began.
data class VisitDraft
    /// Its id; the finished visit has the same.
    var id: DraftId
    /// The household.
    var household: HouseholdId
    /// When it began.
    var startedAt: Timestamp
    /// Where it takes place.
    var place: VisitPlace
    /// How it is made.
    var mode: VisitMode
    /// How it ended, once known.
    var outcome: VisitOutcome?
    /// What was done to whom; begins as all that is due here.
    var facts: List<VisitFact>
    /// The tickets it answers; begins as all that are open here.
    var tickets: List<TicketId>
    /// Residents whose outcome differs.
    var subjectOutcomes: List<SubjectOutcome>
    /// How it was, each check once; `Visits` answers all in one call. What is not well becomes a need at the finish, where
    /// `needs` does not say it.
    var wellbeing: List<WellbeingAnswer>
    /// The location fix, from `Visits.fix`.
    var fix: Fix?
    /// Who came along.
    var companions: List<FellowVisitor>
    /// What follows an attempt.
    var nextStep: NextStep?
    /// Present when it was first on paper.
    var lateEntry: LateEntry?
    /// The visit that this one corrects, where it began with `Visits.correct` (read only).
    var corrects: VisitId?
    /// Needs found.
    var needs: List<NeedDraft>
    /// Fields changed so far (read only).
    var changes: List<ChangedField>
    /// Whether it says where the home lies (read only).
    var hasNewPlace: kotlin.Boolean
    /// Photos taken so far (read only).
    var photos: List<DraftPhotoView>
    /// Whether a photo was refused; never blocks.
    var photoRefused: kotlin.Boolean
    /// Free words.
    var note: kotlin.String?
    /// How a picture was answered; none where it was not. A need that was named says that something is hard.
    fun answer(check: WellbeingCheck): kotlin.Boolean?
    /// It was as the pictures say, and the visit is over.
    fun asPictured(): VisitDraft
    /// Back from the steps to the pictures: nobody was reached yet, nor missed.
    fun backToPictures(): VisitDraft
    /// Ended so. What follows goes with the outcome that asked for it.
    fun ending(outcome: VisitOutcome): VisitDraft
    /// Whether a picture was answered or a need named: the visit then ends as the pictures say, and not with all of them at
    /// once.
    fun isAnswered(): kotlin.Boolean
    /// Whether something was said to be hard, or a need was named.
    fun isHard(): kotlin.Boolean
    /// Whether nobody opened, and the steps are tried one after the other.
    fun isNobodyThere(): kotlin.Boolean
    /// Nobody opens: the first step is next.
    fun nobodyOpens(): VisitDraft
    /// Somebody is there after all: who was reached by a call was visited by phone.
    fun somebodyAnswers(): VisitDraft
    /// After a tap on a picture: it is well, then not, then unanswered again. Of trouble the first tap says that something is
    /// hard, and the next takes back what was said to be.
    fun tapped(check: WellbeingCheck): VisitDraft

/// What was done to whom: the unit that discharges duties.
data class VisitFact
    /// The kind of work.
    var kind: VisitKind
    /// For whom.
    var subject: Subject

/// A past visit in short.
data class VisitView
    /// The visit.
    var id: VisitId
    /// Who is credited.
    var by: StaffId
    /// What they are.
    var role: StaffRole
    /// How many visitors came.
    var visitors: kotlin.UByte
    /// How it was made.
    var mode: VisitMode
    /// How it ended.
    var outcome: VisitOutcome
    /// What was done to whom.
    var facts: List<VisitFact>
    /// How it was at the door, for roles that may know it.
    var wellbeing: List<WellbeingAnswer>
    /// When.
    var at: Timestamp
    /// On which civil day.
    var on: Day
    /// What follows an attempt.
    var nextStep: NextStep?
    /// The visit that replaced this one.
    var correctedBy: VisitId?

/// How far all that was recorded has come.
data class WaitingView
    /// Records that the hub has not acknowledged.
    var records: kotlin.ULong
    /// Photos of finished visits that the hub has not confirmed.
    var photos: kotlin.ULong
    /// The same in a line; that all was sent, or that nothing was recorded yet, where neither waits.
    var words: Words

/// How one thing was at the door.
data class WellbeingAnswer
    /// What was looked at.
    var check: WellbeingCheck
    /// Whether it is well; of trouble, that there is none.
    var isWell: kotlin.Boolean

/// One sentence or label in both languages of the product.
data class Words
    /// Simplified Chinese.
    var zh: kotlin.String
    /// English.
    var en: kotlin.String

/// Work to tick, and whom it is for.
data class WorkChoice
    /// The work.
    var fact: VisitFact
    /// The resident's name, where it is for one.
    var name: kotlin.String?
    /// What the work is called.
    var label: Words

/// How it stands after wrong PINs in a row.
data class WrongPins
    /// How many more may be tried at once.
    var triesLeft: kotlin.UInt
    /// For how long none is taken; zero while some are left.
    var rest: ShownSpan

/// A part of the screen that may show something else now.
enum class Area
    /// The list of today's stops.
    TODAY
    /// Visits in progress and finished.
    VISITS
    /// Photos and how far they were sent.
    PHOTOS
    /// Households and residents.
    REGISTER
    /// Coverage.
    COVERAGE
    /// The outbox.
    OUTBOX
    /// Enrolment, what the phone may do, and whether its first data are here.
    ENROLMENT;

/// How far a photo file has come.
enum class BlobState
    /// Waiting (待上传).
    WAITING
    /// Uploading (上传中).
    UPLOADING
    /// Sent, to be checked (已传完,待核对).
    COMPLETE
    /// Stored (已入库).
    STORED
    /// Kept on this phone (留存本机).
    KEPT
    /// Not taken by the hub (中心未采纳).
    REFUSED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What an evidence bundle is to prove.
sealed class BundleOf
    /// These photos, at most 2,000.
    data class Photos
    /// Which.
    val photos: List<org.doorstep.PhotoId>) : BundleOf()
    /// All photos of a finished visit whose records are still on this phone.
    data class Visit
    /// Which.
    val id: org.doorstep.VisitId) : BundleOf()
    /// All photos of a household whose records are still on this phone.
    data class Household
    /// Which.
    val id: org.doorstep.HouseholdId) : BundleOf()

/// Why a resident is looked after. One resident has many, each with its dates and authority.
enum class CategoryKind
    /// Minimum living allowance (低保).
    DIBAO
    /// Extreme hardship support (特困).
    TEKUN
    /// Near minimum allowance (低保边缘).
    DIBAO_EDGE
    /// Hardship by rigid expenditure (刚性支出困难).
    RIGID_EXPENDITURE
    /// Temporary aid (临时救助).
    TEMP_AID
    /// Watched against return to poverty (防返贫监测).
    POVERTY_WATCH
    /// Orphan (孤儿).
    ORPHAN
    /// De facto unattended child (事实无人抚养儿童).
    DE_FACTO_UNATTENDED
    /// Left-behind child (留守儿童).
    LEFT_BEHIND_CHILD
    /// Child in difficulty (困境儿童).
    CHILD_IN_DIFFICULTY
    /// Migrant child (流动儿童).
    MIGRANT_CHILD
    /// Care risk tier (探访风险等级).
    CARE_RISK
    /// Left-behind elder (留守老人).
    LEFT_BEHIND_ELDER
    /// Lives alone (独居).
    LIVES_ALONE
    /// Empty nest (空巢).
    EMPTY_NEST
    /// Disabling condition (失能).
    DISABLING
    /// Dementia (失智).
    DEMENTIA
    /// Advanced age (高龄).
    OLD_AGE
    /// Bereaved of an only child (计生特殊家庭).
    BEREAVED_ONLY_CHILD
    /// Certified disability (残疾).
    DISABILITY
    /// Severe mental disorder (精神障碍).
    SEVERE_MENTAL
    /// Severe illness (重病).
    SEVERE_ILLNESS
    /// Vagrant (流浪乞讨).
    VAGRANT
    /// Left-behind woman (留守妇女).
    LEFT_BEHIND_WOMAN;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Why the outbox waits.
enum class Cause
    /// No network; everything is saved on this phone (没有网络，记录已保存在手机上).
    NO_NETWORK
    /// The hub did not answer; trying again soon (中心没有回应，稍后自动重试).
    NO_ANSWER
    /// Something else answered for the hub, perhaps a Wi-Fi login page (网络需要登录或被拦截，请检查网络).
    NOT_THE_HUB
    /// The hub is busy; trying again soon (中心繁忙，稍后自动重试).
    HUB_BUSY
    /// The hub's answer cannot be understood; trying again later (中心的回应无法理解，稍后重试).
    UNINTELLIGIBLE
    /// The hub refused the session; trying again later (登录未通过，稍后重试).
    SESSION_REFUSED
    /// The phone's key is locked (手机密钥未解锁).
    KEY_LOCKED
    /// The hub does not know this phone; enrol again (中心不认识这部手机，请重新登记).
    UNKNOWN_DEVICE
    /// This phone was revoked (这部手机已被停用).
    REVOKED
    /// Update the app; recording goes on (请升级应用，记录可继续).
    UPGRADE_NEEDED
    /// The phone's storage is full (手机存储已满).
    STORAGE_FULL
    /// The phone's storage failed; trying again later (手机存储出错，稍后重试).
    STORE_FAULT
    /// Photos wait for an unmetered network (照片等待无线网络).
    WAITS_FOR_UNMETERED
    /// Photos less than 48 hours old wait for an unmetered network (照片未满48小时，等待无线网络).
    WAITS_FOR_AGE
    /// Photos wait for the battery (照片等待充电).
    WAITS_FOR_BATTERY
    /// The record goes first, then the photo (先发送记录，再发送照片).
    WAITS_FOR_RECORD
    /// The hub does not hold what was sent of the photo; it is sent anew (中心没有收全照片，将重新上传).
    UPLOAD_BEGINS_ANEW
    /// The photo is larger than the hub takes; tell the office (照片超出中心的大小限制，请联系管理员).
    PHOTO_TOO_LARGE
    /// Too many photos of this phone wait at the hub for their records; trying again later (等待核对的照片太多).
    TOO_MANY_PHOTOS_WAIT
    /// Too many records of this phone wait to be judged at the hub; the rest is saved here (等待处理的记录太多).
    TOO_MANY_RECORDS_WAIT
    /// The photo is not the one that was recorded; it stays on this phone (照片与记录不符,照片留在手机上).
    PHOTO_ALTERED
    /// The record of this photo was not taken; the photo stays on this phone (照片的记录未被采纳).
    PHOTO_RECORD_REJECTED
    /// One record is larger than the hub takes; it and all after it wait (一条记录超出中心的大小限制).
    RECORD_TOO_LARGE
    /// The hub finds the request too large; trying again later (请求超出中心的大小限制，稍后重试).
    REQUEST_TOO_LARGE
    /// This phone is to be cleared; finish or give up the visit in progress first (请先完成或放弃进行中的走访).
    WAITS_FOR_VISIT
    /// Cancelled (已取消).
    CANCELLED;
    /// Whether only the worker can do something about it, so that a notice is due. A constant: it cannot fail.
    fun asksTheWorker(): kotlin.Boolean
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a visit claims about someone and only a supervisor settles.
enum class ClaimKind
    /// Deceased (去世).
    DECEASED
    /// Moved out (迁出).
    MOVED_OUT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Where a claim stands.
enum class ClaimStatus
    /// Pending (待确认).
    PENDING
    /// Reported by who does not answer for the home (待核实).
    REPORTED
    /// Confirmed (已确认).
    CONFIRMED
    /// Rejected (已驳回).
    REJECTED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Whether the person in the picture agreed.
enum class ConsentState
    /// Granted (本人同意).
    GRANTED
    /// Guardian granted (监护人同意).
    GUARDIAN_GRANTED
    /// Refused (拒绝).
    REFUSED
    /// Withdrawn (已撤回).
    WITHDRAWN
    /// Nobody in the picture (无人入镜).
    NOT_NEEDED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a pair of degrees refers to. The shift between these is wider than many grids.
enum class Datum
    /// GPS: Android's `Location`, `CLLocation`, Huawei Location Kit.
    WGS84
    /// China's geodetic system of 2000 (天地图); taken as equal to WGS-84.
    CGCS2000
    /// China's internet maps: AMap, Tencent.
    GCJ02
    /// Baidu.
    BD09;

/// What a phone may still do.
enum class DeviceState
    /// Active (正常).
    ACTIVE
    /// Sending all before it is wiped (交清中).
    DRAINING
    /// Revoked (已停用).
    REVOKED
    /// Upgrade needed (需要升级).
    UPGRADE_NEEDED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a call can answer instead of a result. `text()` gives the sentence for a screen in both languages; no
/// field carries personal data.
sealed class DoorstepException: kotlin.Exception()
    /// The named thing is not on this phone.
    class NotFound
    /// The kind of thing.
    val what: Thing
    /// A value that cannot be taken; nothing was changed.
    class InvalidInput
    /// The field at fault.
    val field: kotlin.String
    /// Why, in words a person can act on.
    val reason: Words
    /// The thing changed meanwhile, or is in a state that forbids the call.
    class Conflict
    /// What stands in the way.
    val reason: Words
    /// The hub cannot be reached; recording goes on.
    class Offline
    /// When the next try is due, in milliseconds from now.
    val retryAfterMs: kotlin.ULong
    /// No room left on the phone; nothing of this call was saved.
    class StorageFull
    /// The store is shut: see `reason`.
    class Locked
    /// Why.
    val reason: LockReason
    /// The caller cancelled.
    class Cancelled
    /// The host (key vault, file system) failed.
    class Host
    /// The host's own words, for support rather than for the screen.
    val detail: kotlin.String
    /// A fault of ours. The store opens again; `code` finds the fault in the log.
    class Internal
    /// Where it happened.
    val code: kotlin.String
    /// The sentence that a screen shows, in both languages.
    fun text(): Words

/// Where a duty stands.
sealed class DutyState
    /// Nobody came yet.
    object Open : DutyState()
    /// Somebody came and did not reach the subject.
    object Attempted : DutyState()
    /// Done.
    data class Visited
    /// The visit that did it.
    val by: org.doorstep.VisitId
    /// Its day.
    val on: org.doorstep.Day) : DutyState()
    /// Need not be done.
    data class Exempt
    /// Why.
    val reason: org.doorstep.ExemptReason) : DutyState()

/// A field of a home or a resident that is typed.
enum class EntryField
    /// The form of address at the door (称呼).
    GREETING
    /// The address (地址).
    ADDRESS
    /// Village group (村组).
    VILLAGE_GROUP
    /// Building (楼栋).
    BUILDING
    /// Floor (楼层).
    FLOOR
    /// Where to call the home (住户电话).
    HOME_PHONE
    /// What a visitor must know to be safe (安全提示).
    SAFETY_NOTE
    /// Name (姓名).
    NAME
    /// Birthday (出生日期).
    BORN
    /// Where to call them (本人电话).
    OWN_PHONE
    /// What they are to the householder (与户主关系).
    RELATION
    /// Identity number (身份证号).
    IDENTITY;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a piece of evidence is.
enum class EvidenceKind
    /// Photo (照片).
    PHOTO
    /// Signature (签字).
    SIGNATURE
    /// Thumbprint (手印).
    THUMBPRINT
    /// Document (材料).
    DOCUMENT
    /// Voice (录音).
    VOICE
    /// Note left (留条).
    LEAVE_NOTE
    /// Photo of a public notice (公示照片).
    NOTICE_PHOTO
    /// Injury, for a mandatory report (伤情照片).
    INJURY;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Why a duty need not be done.
enum class ExemptReason
    /// Claim awaiting confirmation (待确认去世或迁出).
    CLAIM_PENDING
    /// Deceased or moved out (已去世或迁出).
    CLAIM_CONFIRMED
    /// Excused by a supervisor (免访).
    EXCUSED
    /// Category ended (类别已终止).
    CATEGORY_ENDED
    /// Left (已离开).
    LEFT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Whether faces are made unrecoverable in a picture before anything of it is kept.
enum class FaceHiding
    /// No face has to be hidden (不要求遮挡人脸).
    NOT_ASKED
    /// Those of minors, where any are in the picture (画面里有未成年人的，须遮挡其人脸).
    OF_MINORS
    /// All (须遮挡人脸).
    REQUIRED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What the fence around a home answers.
enum class FencePlace
    /// In the fence.
    INSIDE
    /// Beyond it.
    OUTSIDE
    /// Too near the edge for the fix's accuracy.
    UNCERTAIN
    /// No fix, no accuracy or no fence.
    UNKNOWN;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// One of the figures of a group of duties.
enum class Figure
    /// Due (应访).
    DUE
    /// Visited (已访).
    VISITED
    /// Not met (未遇).
    ATTEMPTED
    /// Overdue (逾期).
    OVERDUE
    /// Exempt (免访).
    EXEMPT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Something that speaks against a fix, or that a manager should know of it.
enum class FixFlag
    /// From a mock provider: a fraud, or an honest external receiver.
    MOCK
    /// Simulated by software.
    SIMULATED
    /// From an external receiver.
    ACCESSORY
    /// Taken more than two minutes before the visit began.
    OLD
    /// The phone's clock is more than five minutes off GPS time.
    CLOCK_FAR_FROM_GPS
    /// The source gave no accuracy.
    NO_ACCURACY
    /// The way from the visit before was too fast for one person.
    IMPOSSIBLE_SPEED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a worker is to one grid.
enum class GridRole
    /// Grid chief (网格长).
    CHIEF
    /// Full-time grid worker (专职网格员).
    FULL_TIME
    /// Part-time grid worker (兼职网格员).
    PART_TIME
    /// Micro-grid lead (微网格长).
    MICRO_LEAD
    /// Assistant (协理员).
    ASSISTANT
    /// Supervisor (督导).
    SUPERVISOR;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a host's own code answers when it fails. An exception of any other kind counts as `Failed`.
sealed class HostException: kotlin.Exception()
    /// The key needs the device to be unlocked first.
    class KeyLocked
    /// Anything else; `detail` must hold no personal data.
    class Failed
    /// In the host's own words.
    val detail: kotlin.String

/// What the host is to do next.
sealed class HostTask
    /// Perform the request and report its answer, or that none came.
    data class Request
    /// The task.
    val task: org.doorstep.TaskName
    /// What to send.
    val request: org.doorstep.HttpRequest) : HostTask()
    /// Send the file from `offset` to its end as the request's body, and report likewise.
    data class Upload
    /// The task; the same after the process died.
    val task: org.doorstep.TaskName
    /// The request without its body.
    val request: org.doorstep.HttpRequest
    /// The sealed file's path.
    val file: kotlin.String
    /// The first byte to send.
    val offset: kotlin.ULong
    /// The file's whole length.
    val bytes: kotlin.ULong) : HostTask()
    /// Answers are outstanding, or another thread is reporting one: nothing to do meanwhile.
    object Answers : HostTask()
    /// Call `woke` at this time.
    data class Wait
    /// When.
    val until: org.doorstep.Timestamp
    /// Why.
    val cause: org.doorstep.Cause) : HostTask()
    /// Nothing until the outside world changes; then tell the session of it.
    data class Hold
    /// Why.
    val cause: org.doorstep.Cause) : HostTask()
    /// All that may go has gone.
    data class Done
    /// What was done.
    val summary: org.doorstep.Summary) : HostTask()
    /// The hub ordered the store destroyed, and it is.
    object Wiped : HostTask()

/// A change to one field of the household that is visited. Absent values clear the field.
sealed class HouseholdChange
    /// The form of address at the door.
    data class Greeting
    /// The new words.
    val value: kotlin.String) : HouseholdChange()
    /// The address.
    data class Address
    /// The new words.
    val value: kotlin.String) : HouseholdChange()
    /// Village group.
    data class VillageGroup
    /// The new words.
    val value: kotlin.String?) : HouseholdChange()
    /// Building.
    data class Building
    /// The new words.
    val value: kotlin.String?) : HouseholdChange()
    /// Floor.
    data class Floor
    /// The new number.
    val value: kotlin.Short?) : HouseholdChange()
    /// Where to call.
    data class Phone
    /// The new number.
    val value: kotlin.String?) : HouseholdChange()
    /// What a visitor must know to be safe.
    data class SafetyNote
    /// The new words.
    val value: kotlin.String?) : HouseholdChange()
    /// The home's place ("record this as the home's place").
    data class Place
    /// The new place.
    val value: org.doorstep.Coordinate?) : HouseholdChange()

/// An HTTP method.
enum class HttpMethod
    /// Read.
    GET
    /// Send a message.
    POST
    /// Ask for headers only.
    HEAD
    /// Append to an upload.
    PATCH;

/// How far an operation has come.
enum class ItemState
    /// Waiting to be sent (待发送).
    UNSENT
    /// Received by the hub (已送达).
    ACKNOWLEDGED
    /// Taken (已采纳).
    APPLIED
    /// Merged (已合并).
    MERGED
    /// Not taken (未采纳).
    REJECTED
    /// To be judged later (暂缓处理).
    DEFERRED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Why a store stays shut.
enum class LockReason
    /// The database key does not open this file.
    WRONG_KEY
    /// The file was written by a newer version of the app.
    NEWER_SCHEMA
    /// The file is damaged; it was set aside, not deleted. Opening again begins a new store.
    CORRUPT_FILE
    /// The hub revoked this device.
    REVOKED
    /// The hub speaks only newer protocols.
    UPGRADE_NEEDED
    /// The store was shut down.
    CLOSED
    /// The app has this store open already, or another process has; close that first.
    IN_USE;

/// How grave a log line is.
enum class LogLevel
    /// The normal course.
    INFO
    /// Something failed that is tried again or shown to the worker.
    WARNING
    /// A fault of ours.
    ERROR;

/// What is needed.
enum class NeedKind
    /// Living care (生活照料).
    LIVING_CARE
    /// Rehabilitation (康复保健).
    REHAB
    /// Emotional support (精神慰藉).
    EMOTIONAL
    /// Social inclusion (社会融入).
    SOCIAL_INCLUSION
    /// Company in hospital (住院陪护).
    HOSPITAL_COMPANION
    /// Medical (医疗).
    MEDICAL
    /// Education (教育).
    EDUCATION
    /// Guardianship (监护).
    GUARDIANSHIP
    /// Housing (住房).
    HOUSING
    /// Employment (就业).
    EMPLOYMENT
    /// Legal aid (法律援助).
    LEGAL_AID
    /// Money and goods (资金物资).
    MONEY
    /// Applying for a policy (政策申请).
    POLICY_APPLY
    /// Accessibility refit (适老化/无障碍改造).
    ACCESSIBILITY_REFIT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// The network as the platform sees it.
enum class Network
    /// None.
    OFFLINE
    /// One that costs money.
    METERED
    /// One that does not.
    UNMETERED;

/// What follows an attempt.
enum class NextStep
    /// Come back (改日再访).
    COME_BACK
    /// Leave a note (留条).
    LEAVE_NOTE
    /// Call (打电话).
    PHONE_FOLLOW_UP
    /// Ask the neighbour (问邻居).
    ASK_NEIGHBOUR
    /// Report at once (立即上报).
    REPORT_AT_ONCE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// The length of a civil period.
enum class PeriodKind
    /// ISO week, from Monday.
    WEEK
    /// Calendar month.
    MONTH
    /// Three months from January, April, July or October.
    QUARTER
    /// Six months from January or July.
    HALF_YEAR
    /// Calendar year.
    YEAR;

/// A word or sentence of a screen about the phone itself: settings, enrolment, lock; `{}` stands for a value.
enum class PhoneWord
    /// This phone
    THIS_PHONE
    /// Hub
    HUB
    /// Text size
    TEXT_SIZE
    /// Standard
    TEXT_STANDARD
    /// Large
    TEXT_LARGE
    /// Larger
    TEXT_LARGER
    /// Largest
    TEXT_LARGEST
    /// Language
    LANGUAGE_OF_SCREENS
    /// Chinese
    IN_CHINESE
    /// English
    IN_ENGLISH
    /// Network and photos
    NETWORK_AND_PHOTOS
    /// Photos that waited for {} hours may use paid data
    PHOTOS_MAY_COST
    /// Other photos wait for a network that costs nothing; written records go over any.
    PHOTOS_WAIT
    /// What this phone holds
    STORED
    /// Homes: {}
    STORED_HOMES
    /// Visits: {}
    STORED_VISITS
    /// Photos: {}
    STORED_PHOTOS
    /// Space taken: {}
    STORED_BYTES
    /// Visits in progress: {}
    VISITS_BEGUN
    /// Records not delivered: {}
    RECORDS_UNSENT
    /// Photos not delivered: {}
    PHOTOS_UNSENT
    /// Records that the hub did not take: {}
    RECORDS_REJECTED
    /// Damaged data that were set aside: {}
    SET_ASIDE
    /// Proof of the records
    PROOF_OF_RECORDS
    /// Checks from the first record to the last that none is missing or changed.
    PROOF_EXPLAINED
    /// Check now
    PROVE
    /// Checking…
    PROVING
    /// Sound: {} records and {} photos, none missing or changed.
    PROVED_SOUND
    /// Diagnostics file
    DIAGNOSTICS
    /// To send to support: counts, versions, states and causes, no personal data.
    DIAGNOSTICS_EXPLAINED
    /// Write the file
    WRITE_DIAGNOSTICS
    /// Written: {}
    DIAGNOSTICS_WRITTEN
    /// Hand the file on
    HAND_ON_FILE
    /// Show what it says
    SHOW_CONTENT
    /// Leave and wipe
    LEAVE
    /// For a worker who leaves or hands the phone on: destroys all homes, records and photos on it.
    LEAVE_EXPLAINED
    /// Wipe this phone? What is wiped cannot be brought back.
    REALLY_LEAVE
    /// This would be lost for ever:
    WOULD_BE_LOST
    /// All records and photos were delivered; none is lost.
    NOTHING_UNSENT
    /// How much was not delivered cannot be told. It may be lost.
    LOSS_UNKNOWN
    /// Send first
    SEND_FIRST
    /// Yes, wipe it
    YES_LEAVE
    /// No, keep it
    NO_LEAVE
    /// Change of worker
    CHANGE_WORKER
    /// Each worker's data are kept and encrypted apart; nobody sees another's.
    CHANGE_WORKER_EXPLAINED
    /// Wiping…
    WIPING
    /// This phone was wiped.
    WIPED
    /// Paste the text of the enrolment code
    CODE_TEXT
    /// The manager has the enrolment code. It is good for one phone.
    CODE_FROM
    /// Read the code
    READ_CODE
    /// Take a picture of the code
    SCAN_CODE
    /// No code could be read in the picture. Go closer and take it again, or paste the text.
    CODE_UNREAD
    /// The camera does not work. Paste the text of the code.
    NO_CODE_CAMERA
    /// What you should know
    NOTICES
    /// Your place is read when a visit begins and when you ask for it; nobody is followed.
    NOTICE_PLACE
    /// Managers at the hub see your visits, your photos and how a place was judged.
    NOTICE_SEEN
    /// Mock locations and photos used again are flagged to managers; they stop no visit.
    NOTICE_FLAGS
    /// Figures compare grids and areas, never people.
    NOTICE_FIGURES
    /// Without this PIN nobody opens the records on this phone, and the hub does not know it. Remember it.
    PIN_OPENS
    /// This phone's code
    PHONE_CODE
    /// The manager compares it with the hub's list of devices: if it is the same, it was this phone that enrolled.
    COMPARE_CODE
    /// This phone would enrol at
    ENROL_AT
    /// What this phone will hold
    WILL_HOLD
    /// Tasks and what you need to know of homes, as the hub gives them to your role
    HOLDS_HOMES
    /// Your visits and photos, and for a while after they were delivered
    HOLDS_RECORDS
    /// All of it encrypted. Wipe it in Settings when you leave.
    HOLDS_SEALED
    /// What each role's phone holds
    HOLDS_BY_ROLE
    /// Never given to this phone: {}
    WITHHELD
    /// Enrol now
    ENROL_NOW
    /// Another code
    OTHER_CODE
    /// Enrolling…
    ENROLLING
    /// This phone is enrolled
    ENROLLED
    /// If this is not you, do not use the phone and tell the manager at once.
    NOT_YOU
    /// To today's visits
    TO_TODAY
    /// This phone is locked
    LOCKED_NOW
    /// Locked after {} without a touch. All that was recorded is kept.
    LOCKED_IDLE
    /// Enter the PIN
    ENTER_PIN
    /// Choose a PIN
    CHOOSE_PIN
    /// Change the PIN
    CHANGE_PIN
    /// Enter the PIN you have now
    OLD_PIN
    /// The PIN was changed.
    PIN_CHANGED
    /// Enter it once more
    REPEAT_PIN
    /// The two are not the same.
    PINS_DIFFER
    /// That is not the PIN. Tries left: {}
    WRONG_PIN
    /// Too many tries. Wait for {}.
    PIN_RESTS
    /// Who forgot the PIN asks the manager.
    FORGOTTEN_PIN
    /// The phone has no passcode of its own to know you by. Set one in its settings, then try again.
    NO_PHONE_CODE
    /// Begin with an empty store
    BEGIN_ANEW
    /// What is on this phone stays, encrypted: with its PIN you can change back to it in Settings.
    BEGIN_ANEW_EXPLAINED
    /// Unlock
    UNLOCK
    /// Unlock as the phone itself
    UNLOCK_AS_PHONE
    /// The hub was out of reach for over {} days: homes are locked, and recording goes on.
    HOMES_LOCKED
    /// Complaints and suggestions
    FEEDBACK
    /// Write what does not work or could be better. Please name no resident and no phone number.
    FEEDBACK_EXPLAINED
    /// What you want to say
    FEEDBACK_TEXT
    /// Send to the office
    GIVE_FEEDBACK
    /// Saved; it goes out as soon as there is a network.
    FEEDBACK_SAVED
    /// Thank you for telling us.
    FEEDBACK_THANKS;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    fun with(values: List<Words>): Words

/// How far a phone is from showing what its worker answers for.
enum class Readiness
    /// Not enrolled yet (还没有登记).
    NOT_ENROLLED
    /// The first data are on their way (正在接收第一批数据).
    FIRST_EXCHANGE
    /// The data are here (数据已就绪).
    READY;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Where a need stands. It moves forward only within a round; an objection opens a new round.
enum class ReferralStatus
    /// Found (已发现).
    FOUND
    /// Reported (已报告).
    REPORTED
    /// Accepted (已受理).
    ACCEPTED
    /// Assigned (已转介).
    ASSIGNED
    /// In progress (办理中).
    IN_PROGRESS
    /// Public notice (公示中).
    PUBLIC_NOTICE
    /// Resolved (已办结).
    RESOLVED
    /// Declined (不符合).
    DECLINED
    /// Returned (退回).
    RETURNED
    /// Objected (有异议).
    OBJECTED
    /// Revisited (已回访).
    REVISIT_DONE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// A change to one field of a resident of the household that is visited.
sealed class ResidentChange
    /// Name.
    data class Name
    /// The new name.
    val value: kotlin.String) : ResidentChange()
    /// Birthday.
    data class Born
    /// The new day.
    val value: org.doorstep.Day?) : ResidentChange()
    /// Where to call.
    data class Phone
    /// The new number.
    val value: kotlin.String?) : ResidentChange()
    /// What they are to the householder.
    data class Relation
    /// The new words.
    val value: kotlin.String?) : ResidentChange()
    /// Identity number; checked digit by digit.
    data class Identity
    /// The new number.
    val value: kotlin.String?) : ResidentChange()
    /// All categories as they are now.
    data class Categories
    /// The new list.
    val value: List<org.doorstep.CategoryDraft>) : ResidentChange()

/// A word or sentence of a screen, from the table that all shells share; `{}` stands for a value.
enum class ScreenWord
    /// Back
    BACK
    /// Loading…
    LOADING
    /// Try again
    AGAIN
    /// Something went wrong. All that was recorded is kept. Please try again.
    UNEXPECTED
    /// Invented data
    DEMO
    /// The hub did not answer. Check the network and try again.
    HUB_SILENT
    /// This phone is not enrolled yet.
    NOT_ENROLLED
    /// Show more
    MORE
    /// Today
    TODAY
    /// Outbox
    OUTBOX
    /// No household is left to visit today.
    NOTHING_TODAY
    /// Find: name, pinyin, address or last digits
    SEARCH
    /// Clear
    CLEAR
    /// Nothing was found.
    NOTHING_FOUND
    /// Visit in progress
    IN_PROGRESS
    /// Due {}
    DUE
    /// ! Overdue since {}
    OVERDUE
    /// From {}
    OPENS
    /// {} m
    METRES
    /// {} km
    KILOMETRES
    /// Nearest first
    NEAREST_FIRST
    /// {} homes on the list today, {} due this month
    HOMES_LEFT
    /// Homes left: {}
    LEFT_TO_VISIT
    /// {} homes overdue
    HOMES_OVERDUE
    /// By village group and building
    AS_LISTED
    /// Your place cannot be had at present: the order stays as it was.
    NO_PLACE_NOW
    /// Find and choose
    FIND_AND_CHOOSE
    /// Household
    HOUSEHOLD
    /// Start the visit
    START
    /// Continue the visit
    RESUME
    /// For your safety
    SAFETY
    /// To do today
    TO_DO
    /// Other duties
    OTHER_DUTIES
    /// Nothing is due here today.
    NOTHING_DUE
    /// Who lives here
    WHO_LIVES_HERE
    /// Latest visits
    LAST_VISITS
    /// No visit is known yet.
    NEVER_VISITED
    /// Open needs
    OPEN_NEEDS
    /// Phone
    PHONE
    /// Basis
    BASIS
    /// Photo
    PHOTO
    /// Floor {}
    FLOOR
    /// {} visitors needed
    VISITORS
    /// Hand over
    HAND_OVER
    /// Hand it to
    HAND_OVER_TO
    /// What they must know
    HAND_OVER_NOTE
    /// Handed to you by {}, until {}
    HANDED_TO_YOU
    /// Handed to {}, until {}
    HANDED_TO
    /// Take it back
    TAKE_BACK
    /// What is known of the home
    PARTICULARS
    /// Changed in this visit
    CHANGED_NOW
    /// Record this as the home's place
    HOME_IS_HERE
    /// Add a person
    ADD_PERSON
    /// Add a home
    ADD_HOME
    /// In which grid
    IN_WHICH_GRID
    /// Your place cannot be had at present. Save without it: a visit can record it.
    NO_PLACE_FOR_HOME
    /// Save
    SAVE
    /// Visit
    VISIT
    /// How it went
    HOW_IT_ENDED
    /// Other outcomes
    OTHER_OUTCOMES
    /// What follows
    WHAT_FOLLOWS
    /// What was done
    WHAT_WAS_DONE
    /// Other work
    OTHER_WORK
    /// Needs found
    NEEDS_FOUND
    /// Choose needs
    ADD_NEED
    /// First written on paper
    PAPER_VISIT
    /// Day of the visit: {}
    ON_WHICH_DAY
    /// Who came along (optional)
    COMPANION
    /// Note (optional)
    NOTE
    /// Finding your place…
    LOCATING
    /// Find my place again
    LOCATE_AGAIN
    /// Finish the visit
    FINISH
    /// Saving…
    FINISHING
    /// Every change is saved on this phone
    SAVED
    /// Visit saved: {}
    FINISHED
    /// Give up this visit
    DISCARD
    /// What was entered this time will be deleted. Give it up?
    REALLY_DISCARD
    /// Yes, give it up
    YES_DISCARD
    /// No, go on
    NO_DISCARD
    /// The visit was given up
    DISCARDED
    /// Put this visit right
    PUT_RIGHT
    /// Put right since
    WAS_PUT_RIGHT
    /// Send now
    SEND_NOW
    /// All has been sent.
    ALL_SENT
    /// Not answered
    NOT_ANSWERED
    /// Nothing was recorded yet.
    NOTHING_RECORDED
    /// Records
    RECORDS
    /// Photos
    PHOTOS
    /// {} to send
    UNSENT
    /// {} ago
    RECORDED
    /// {} until the next try
    NEXT_TRY
    /// Tries: {}
    TRIES
    /// Write what waits to a file
    EXPORT_UNSENT
    /// Photo files missing: {}
    FILES_MISSING
    /// Menu
    MENU
    /// Coverage
    COVERAGE
    /// Who answers for what
    RESPONSIBILITY
    /// Settings
    SETTINGS
    /// Enrol this phone
    ENROL
    /// Period: {}
    PERIOD
    /// Previous
    EARLIER_PERIOD
    /// Next
    LATER_PERIOD
    /// Another length
    OTHER_LENGTH
    /// By week
    BY_WEEK
    /// By month
    BY_MONTH
    /// By quarter
    BY_QUARTER
    /// By half-year
    BY_HALF_YEAR
    /// By year
    BY_YEAR
    /// All grids
    ALL_GRIDS
    /// Grid by grid
    EACH_GRID
    /// All areas
    ALL_AREAS
    /// Another area
    OTHER_AREA
    /// Area by area
    EACH_AREA
    /// Category by category
    EACH_CATEGORY
    /// Closer
    CLOSER
    /// Farther
    FARTHER
    /// Lowest share first
    LOWEST_FIRST
    /// {} reached
    REACHED
    /// None due
    NONE_DUE
    /// {} due
    COUNT_DUE
    /// {} visited
    COUNT_VISITED
    /// {} not met
    COUNT_ATTEMPTED
    /// {} overdue
    COUNT_OVERDUE
    /// {} exempt
    COUNT_EXEMPT
    /// Counted by duty: a home can have several.
    COUNTED_BY_DUTY
    /// There is nothing to count in this period.
    NOTHING_TO_COUNT
    /// As of {}
    AS_OF
    /// There was no full exchange with the hub yet: figures may lack something.
    NEVER_EXCHANGED
    /// {} phones were silent for a day or more: what they recorded may not be counted yet.
    SILENT_PHONES
    /// No phone was silent for a day.
    NO_SILENT_PHONES
    /// Whether phones are silent is not known yet.
    SILENCE_UNKNOWN
    /// Grid
    GRID
    /// Homes to visit today
    HOMES_OF_GRID
    /// No home is left to visit in this grid today.
    NO_HOMES_OF_GRID
    /// Since {}
    SINCE
    /// Share as a spreadsheet
    SHARE_AS_SHEET
    /// Nobody answers for this grid at present.
    NOBODY_ANSWERS
    /// There is no grid on this phone yet.
    NO_GRIDS
    /// Take a photo
    TAKE_PHOTO
    /// What the photo is
    WHAT_PHOTO_IS
    /// What the photo is for
    WHY_PHOTO
    /// Another purpose
    OTHER_PURPOSE
    /// Whether who is in the picture agreed
    WHO_AGREED
    /// Photos of this visit: {}
    PHOTOS_TAKEN
    /// No photo is asked for here.
    NO_PHOTO_ASKED
    /// Use this photo
    USE_PHOTO
    /// Take it again
    RETAKE
    /// Blur faces
    BLUR_FACES
    /// Draw a box over what is to be blurred. Once kept it cannot be undone.
    BLUR_EXPLAINED
    /// Undo the last box
    UNDO_BLUR
    /// Add a stamp
    ADD_STAMP
    /// A stamp is there to be read; it proves nothing.
    STAMP_EXPLAINED
    /// Sealing the photo…
    SEALING_PHOTO
    /// The photo is sealed
    PHOTO_SEALED
    /// The camera's own file could not be removed. Please remove it.
    PLAIN_FILE_REMAINS
    /// Delete the photo
    DELETE_PHOTO
    /// Delete this photo?
    REALLY_DELETE_PHOTO
    /// Yes, delete it
    YES_DELETE_PHOTO
    /// No, keep the photo
    NO_DELETE_PHOTO
    /// A photo was refused
    PHOTO_REFUSED
    /// The visit can be finished without a photo.
    PHOTO_REFUSED_EXPLAINED
    /// The camera does not work. The visit can be finished without it.
    NO_CAMERA
    /// Review
    REVIEW
    /// Claims
    CLAIMS
    /// Remarks
    REMARKS
    /// Nothing waits.
    NOTHING_WAITS
    /// Settle
    SETTLE
    /// Seen
    SEEN
    /// I am here
    I_AM_HERE
    /// Show me the way
    SHOW_THE_WAY
    /// There is no map app on this phone.
    NO_MAP_APP
    /// This phone cannot make calls.
    NO_DIALLER
    /// All is well
    ALL_WELL
    /// What is hard?
    WHAT_IS_HARD
    /// Nobody comes to the door
    NOBODY_OPENS
    /// Try these in turn
    TRY_IN_TURN
    /// They were reached
    REACHED_NOW
    /// Still nobody
    STILL_NOBODY
    /// Hold and speak
    SPEAK
    /// Let go to end
    SPEAK_ENDS
    /// Voice note
    VOICE_NOTE
    /// Voice note kept: {}
    VOICE_KEPT
    /// Play it
    PLAY_VOICE
    /// Delete the voice note
    DELETE_VOICE
    /// Nothing can be recorded. The visit can be finished without it.
    NO_MICROPHONE
    /// All done for today. Thank you!
    DAY_DONE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    fun with(values: List<Words>): Words

/// The programme's eight areas. A tenant switches areas off, never deletes them.
enum class ServiceArea
    /// Social assistance (社会救助).
    SOCIAL_ASSISTANCE
    /// Elder care (养老服务).
    ELDER_CARE
    /// Child welfare (儿童福利).
    CHILD_WELFARE
    /// Community governance (社区治理).
    COMMUNITY_GOVERNANCE
    /// Social affairs (社会事务).
    SOCIAL_AFFAIRS
    /// Peaceful community (平安建设).
    PEACEFUL_COMMUNITY
    /// Rural revitalization (乡村振兴).
    RURAL_REVITALIZATION
    /// Epidemic control (疫情防控).
    EPIDEMIC_CONTROL;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a worker is.
enum class StaffRole
    /// Social worker (社会工作者).
    SOCIAL_WORKER
    /// Community worker (社区工作者).
    COMMUNITY_WORKER
    /// Volunteer (志愿者).
    VOLUNTEER
    /// Child director (儿童主任).
    CHILD_DIRECTOR
    /// Child supervisor (儿童督导员).
    CHILD_SUPERVISOR
    /// Grid worker (网格员).
    GRID_WORKER
    /// Official (经办人员).
    OFFICIAL
    /// Supervisor (督导).
    SUPERVISOR;
    /// What the hub gives to a phone of this role, for its worker to read before they agree. A constant: it cannot
    /// fail.
    fun holdings(): Holdings
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// How a stamp is drawn.
sealed class StampLook
    /// By the core, in the font that comes along: ASCII and the stamp's own labels.
    object SmallFont : StampLook()
    /// By the core, in a TrueType or OpenType font of the app or the system.
    data class Font
    /// The font's file.
    val path: kotlin.String
    /// Which of its fonts, where it is a collection (`.ttc`); 0 otherwise.
    val index: kotlin.UInt) : StampLook()
    /// By the app, which drew the lines that `Photos` gives for the words. It goes over the lower edge from the left, smaller
    /// where the picture is; a working copy is 1920 pixels wide at most.
    data class Pixels
    /// Pixels across.
    val width: kotlin.UInt
    /// Pixels down.
    val height: kotlin.UInt
    /// Four bytes a pixel (red, green, blue, alpha; not premultiplied), line by line without gaps.
    val rgba: kotlin.ByteArray) : StampLook()

/// Whom a duty or a visit is about.
sealed class Subject
    /// The household as a whole.
    data class Household
    /// Which.
    val id: org.doorstep.HouseholdId) : Subject()
    /// One resident.
    data class Resident
    /// Which.
    val id: org.doorstep.ResidentId) : Subject()

/// What a call asked for in vain.
enum class Thing
    /// This phone's enrolment.
    ENROLMENT
    /// A grid.
    GRID
    /// A household.
    HOUSEHOLD
    /// A resident.
    RESIDENT
    /// A finished visit.
    VISIT
    /// A claim.
    CLAIM
    /// A remark on a visit.
    EXCEPTION
    /// A visit in progress.
    VISIT_IN_PROGRESS
    /// A rejected record.
    REJECTED_RECORD
    /// A photo.
    PHOTO
    /// What a photo's record says.
    PHOTO_RECORD
    /// A photo's original.
    ORIGINAL_PHOTO;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Where a ticket stands.
enum class TicketState
    /// Open (待访).
    OPEN
    /// Attempted (未遇).
    ATTEMPTED
    /// Visited (已访).
    VISITED
    /// Exempt (免访).
    EXEMPT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Where a step stands among those that are tried when nobody opens.
enum class Turn
    /// It was tried, or passed over.
    TRIED
    /// It is the one to try now.
    NEXT
    /// Its turn has not come.
    LATER;

/// Why a fix's accuracy says nothing.
enum class UnknownAccuracy
    /// The source gave none.
    NOT_GIVEN
    /// NaN or infinite.
    NOT_A_NUMBER
    /// Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
    NOT_POSITIVE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// A remark on a visit for a manager's eye.
enum class VisitFlag
    /// Mock location (模拟定位).
    MOCK_LOCATION
    /// Old fix (定位过旧).
    OLD_FIX
    /// Away from the home (不在家附近).
    OUTSIDE_FENCE
    /// No fix (无定位).
    NO_FIX
    /// Clock skew (时钟偏差).
    CLOCK_SKEW
    /// Photo used again (照片重复使用).
    REUSED_PHOTO
    /// Impossible speed (移动过快).
    IMPOSSIBLE_SPEED
    /// Not assigned there (不在责任区).
    NOT_ASSIGNED;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What kind of work a visit did.
enum class VisitKind
    /// Household verification (入户核查).
    HOUSEHOLD_VERIFICATION
    /// Care visit (探访关爱).
    CARE_VISIT
    /// Child verification (走访核查).
    CHILD_VERIFICATION
    /// Family visit (家庭探访).
    FAMILY_VISIT
    /// Baseline survey (摸底排查).
    BASELINE_SURVEY
    /// Needs assessment (需求评估).
    NEEDS_ASSESSMENT
    /// Population canvass (人员摸排).
    POPULATION_CANVASS
    /// Neighbour inquiry (邻里访问).
    NEIGHBOUR_INQUIRY
    /// Periodic re-check (定期复核).
    RECHECK
    /// Rehabilitation follow-up (康复随访).
    REHAB_FOLLOW_UP
    /// Health monitoring (健康监测).
    HEALTH_MONITORING
    /// Hazard check (隐患排查).
    HAZARD_CHECK
    /// Mediation (纠纷调解).
    MEDIATION
    /// Active discovery (主动发现).
    DISCOVERY
    /// Opinion survey (意见征集).
    OPINION_SURVEY
    /// Support visit (帮扶走访).
    SUPPORT_VISIT
    /// Service delivery (上门服务).
    SERVICE_DELIVERY
    /// Return visit (回访).
    REVISIT;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// How a visit was made.
enum class VisitMode
    /// In person (上门).
    IN_PERSON
    /// Phone (电话).
    PHONE
    /// Video (视频).
    VIDEO
    /// Remote monitoring (远程监测).
    REMOTE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// How a visit ended.
enum class VisitOutcome
    /// Completed (已完成).
    COMPLETED
    /// No change (无变化).
    NO_CHANGE
    /// Not home (不在家).
    NOT_HOME
    /// Refused entry (拒绝入户).
    REFUSED_ENTRY
    /// Declined service (谢绝服务).
    DECLINED_SERVICE
    /// Away for work (外出务工).
    AWAY_FOR_WORK
    /// Moved out (迁出).
    MOVED_OUT
    /// Staying elsewhere (投靠亲友).
    TEMP_ELSEWHERE
    /// In an institution (机构集中供养).
    IN_INSTITUTION
    /// In hospital (住院).
    HOSPITALISED
    /// Deceased (去世).
    DECEASED
    /// Address not found (地址不符).
    ADDRESS_NOT_FOUND
    /// Unsafe to enter (不宜入户).
    UNSAFE_TO_ENTER
    /// Emergency (紧急情况).
    EMERGENCY;
    /// Whether a visit that ended so must say what follows. A constant: it cannot fail.
    fun asksWhatFollows(): kotlin.Boolean
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// Where a visit took place.
enum class VisitPlace
    /// Home (家中).
    HOME
    /// Institution (机构).
    INSTITUTION
    /// Public place (公共场所).
    PUBLIC_PLACE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

/// What a visitor looks at whoever opens, answered with a tap on a picture.
enum class WellbeingCheck
    /// The person is well (人好).
    PERSON
    /// Meals and medicine (吃饭吃药).
    MEALS_AND_MEDICINE
    /// Water, power, heat (水电暖).
    UTILITIES
    /// Something is hard (有难处).
    TROUBLE;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words
    /// What is said of it when it is not well. A constant: it cannot fail.
    fun trouble(): Words

/// Why a fence has no answer.
enum class WhyUnknown
    /// The visit has no fix.
    NO_FIX
    /// The fix does not say how well it is known.
    NO_ACCURACY
    /// Nobody has recorded where the home lies.
    NO_PLACE
    /// The tenant's radius makes no fence.
    NO_FENCE
    /// The visit was not made at the home, or not there and then.
    NOT_AT_HOME;
    /// The words a screen shows. A constant: it cannot fail.
    fun label(): Words

public typealias ClaimId = java.util.UUID

public typealias Day = java.time.LocalDate

public typealias DeviceId = java.util.UUID

public typealias DraftId = java.util.UUID

public typealias ExceptionId = java.util.UUID

public typealias GridCode = kotlin.String

public typealias HouseholdId = java.util.UUID

public typealias NeedId = java.util.UUID

public typealias OpId = java.util.UUID

public typealias PhotoId = java.util.UUID

public typealias ResidentId = java.util.UUID

public typealias ShownDay = java.time.LocalDate

public typealias ShownSpan = java.time.Duration

public typealias StaffId = java.util.UUID

public typealias TaskName = kotlin.String

public typealias TicketId = java.util.UUID

public typealias Timestamp = java.time.Instant

public typealias VisitId = java.util.UUID

/// Moves the store in `folder` out of the way, for a phone whose vault lost its key: the next `open` begins anew, and
/// nothing recorded is lost. Answers where it lies; where the tenant allows it, `recovery.age` in there holds the key, for
/// the hub to read (`doorstep recover`). Shut the store down first.
/// Fails with `Locked` while it is open, with `Host` when a file cannot be moved; calling it again goes on.
@Throws(DoorstepException::class) fun setAside(folder: kotlin.String): kotlin.String

/// Whether a wipe of the store in `folder`, by its worker or by the hub, was begun and did not come to its end. The next
/// `open` finishes it and begins anew: forget the keys of the old store before. It cannot fail.
fun wipeIsCutShort(folder: kotlin.String): kotlin.Boolean

/// How it stands after `wrong` PINs in a row: the fifth waits a minute, and each further one twice as long, up to an hour.
/// It cannot fail.
fun afterWrongPins(wrong: kotlin.UInt): WrongPins

/// Whether a PIN may be chosen: 6 to 12 digits, and neither one of them over and over nor all in their order, which is
/// tried first. It cannot fail.
fun pinIsGood(pin: kotlin.String): kotlin.Boolean

/// A number of bytes, to the largest whole unit. It cannot fail.
fun wordsOfBytes(bytes: kotlin.ULong): Words

/// A day, as people write it; what is no day, as it is. It cannot fail.
fun wordsOfDay(day: ShownDay): Words

/// A distance on the ground, as exact as a worker needs it. It cannot fail.
fun wordsOfDistance(metres: kotlin.Double): Words

/// What a worker agrees to who lets old photos go over paid data, with how old they must be. It cannot fail.
fun wordsOfPhotosMayCost(): Words

/// How long something takes or is ago, to the largest whole unit; what lies behind counts as nothing. It cannot fail.
fun wordsOfSpan(span: ShownSpan): Words
