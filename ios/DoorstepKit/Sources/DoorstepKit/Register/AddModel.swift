import Observation

/// A person or a home that no list has, from what is typed; `added` is called with the home once it is recorded.
@MainActor
@Observable
public final class AddModel: PageModel {
    public enum What: Equatable, Sendable {
        case person(HouseholdId)
        case home
    }

    public struct Form: Equatable, Sendable {
        public let fields: [EntryField]
        /// Those in which a home can lie; none for a person, who lives where others do.
        public let grids: [GridLine]
    }

    /// Nothing: what is typed here is nowhere else.
    public let shows: Set<Area> = []

    public let what: What

    public private(set) var form: Answer<Form> = .awaited

    /// In which the home lies; none before one was chosen.
    public private(set) var grid: GridLine?

    /// The home's, where its worker stands there.
    public private(set) var place: Coordinate?

    public private(set) var isLocating = false

    /// What stood in the way, in the core's words.
    public private(set) var problem: Words?

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { typed.problem }

    private let typed: TypedForm
    private var isSaving = false

    private let core: CoreThread
    private let platform: any Platform
    private let added: @MainActor (HouseholdId) -> Void

    init(
        _ core: CoreThread, _ platform: any Platform, _ what: What, added: @escaping @MainActor (HouseholdId) -> Void
    ) {
        self.core = core
        self.platform = platform
        self.what = what
        typed = what.typed(core)
        self.added = added
    }

    public func read() {
        let what = what
        typed.read()
        core.ask({ try $0.form(what) }) { answer in
            self.form = answer
            if let grids = answer.value?.grids, grids.count == 1 { self.grid = grids[0] }
        }
    }

    /// A field as it is typed.
    public subscript(field: EntryField) -> String {
        get { typed["\(field)"] }
        set { typed["\(field)"] = newValue }
    }

    /// Whether anything is typed that can be thrown away.
    public var mayClear: Bool { !typed.isBlank && !isSaving }

    public func clear() {
        guard mayClear else { return }
        problem = nil
        typed.clear()
    }

    public func choose(_ grid: GridLine) { self.grid = grid }

    /// Asks the phone once where it is; a home can be added without.
    public func here(_ isHere: Bool) {
        (place, problem) = (nil, nil)
        guard isHere, !isLocating else { return }
        isLocating = true
        let core = core
        platform.locate { reading in
            core.ask({ core in try reading.flatMap { try core.visits().fix(fix: $0) } }) { self.located($0) }
        }
    }

    private func located(_ answer: Answer<FixView?>) {
        isLocating = false
        let read = answer.value.flatMap { $0 }
        place = read?.fix?.at
        if place == nil { problem = answer.problem ?? read?.fault ?? ScreenWord.noPlaceForHome.words }
    }

    /// Whether nothing is missing or awaited that belongs to it, but for what the core asks for.
    public var maySave: Bool { form.value != nil && adding != nil && !isSaving && !isLocating }

    public func save() {
        guard maySave, let form = form.value, let adding else { return }
        (isSaving, problem) = (true, nil)
        let typed = form.fields.map { Typed(field: $0, text: self[$0]) }
        core.ask({ try adding($0.register(), typed) }) { answer in
            self.isSaving = false
            self.problem = answer.problem
            guard let home = answer.value else { return }
            self.typed.clear()
            self.added(home)
        }
    }

    /// What records it; none before a grid was chosen for a home.
    private var adding: (@Sendable (Register, [Typed]) throws -> HouseholdId)? {
        switch what {
        case .person(let home):
            return { register, typed in
                _ = try register.addTypedResident(household: home, typed: typed)
                return home
            }
        case .home:
            guard let grid = grid?.grid else { return nil }
            let place = place
            return { try $0.addTypedHousehold(grid: grid, typed: $1, place: place) }
        }
    }
}

extension AddModel.What {
    @MainActor
    fileprivate func typed(_ core: CoreThread) -> TypedForm {
        switch self {
        case .person(let home): TypedForm(core, "add-person", of: home)
        case .home: TypedForm(core, "add-home")
        }
    }
}

extension Doorstep {
    fileprivate func form(_ what: AddModel.What) throws -> AddModel.Form {
        switch what {
        case .person: try AddModel.Form(fields: register().newResidentFields(), grids: [])
        case .home: try AddModel.Form(fields: register().newHouseholdFields(), grids: register().ownGrids())
        }
    }
}
