import DoorstepKit
import Foundation
import Story

/// 王芳's phone in this role, after one exchange that brought these rows.
func phone(of role: StaffRole, _ rows: (_ feed: inout InventedRows, _ staff: UUID) -> Void) throws -> Doorstep {
    let (device, staff, folder) = (UUID(), UUID(), try newFolder())
    let vault = try FileVault(folder)
    let core = try Doorstep.open(folder: folder.appendingPathComponent("store").path, vault: vault)
    _ = try core.readEnrolment(qr: code).finish(answer: welcome(role, device: device, staff: staff))
    var feed = InventedRows(device: device)
    rows(&feed, staff)
    let hub = InventedHub(genesis: try genesis(device, vault), rows: feed)
    let session = try core.syncSession()
    try session.begin()
    while case .request(let task, let request) = try session.nextTask() {
        try session.answered(task: task, answer: hub.answer(to: request))
    }
    return core
}

/// Rows of a feed, as JSON, by their scope.
struct InventedRows {
    private var scopes: [String: [String]]

    init(device: UUID) { scopes = ["tenant": [], "private:\(device.text)": []] }

    mutating func put(_ scope: String, _ kind: String, _ id: UUID, _ document: String, household: UUID? = nil) {
        let of = household.map { #""household":"\#($0.text)","# } ?? ""
        let row = #"{"kind":"\#(kind)","id":"\#(id.text)","revision":1,\#(of)"document":\#(document)}"#
        scopes[scope, default: []].append(row)
    }

    var pages: [String] {
        let digest = String(repeating: "5a", count: 32)
        return scopes.map { scope, rows in
            """
            {"scope":"\(scope)","from_start":true,"more":false,"rows":[\(rows.joined(separator: ","))],
             "cursor":{"epoch":1,"revision":1,"digest":"\(digest)"}}
            """
        }
    }
}

// A county whose grids lie side by side, one with a hole and one in two pieces. All of it is invented.

private func gridCode(_ number: Int) -> String { "610203102200" + String(format: "%03d", number) }

/// Pieces of each grid, each of them an outline and what is cut out of it, in corners of hundredths of a degree.
private let grounds = [
    [["0,0 3,0 3,2 0,2", "1,1 2,1 2,1.5 1,1.5"]],
    [["3,0 5,0 5,3 4,3 3,2"]],
    [["0,2 3,2 4,3 4,5 0,4"]],
    [["5,0 7,1 7,4 5,3"]],
    [["4,3 5,3 6,3.5 6,5 4,5"], ["1,1 2,1 2,1.5 1,1.5"]],
]

private func outline(_ pieces: [[String]]) -> String {
    func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
    func ring(_ corners: String) -> String {
        let all = corners.split(separator: " ")
        return list(
            (all + all.prefix(1)).map { corner in
                let parts = corner.split(separator: ",").compactMap { Double($0) }
                return "[\(109 + parts[0] / 100),\(35 + parts[1] / 100)]"
            })
    }
    return #"{"type":"MultiPolygon","coordinates":\#(list(pieces.map { list($0.map(ring)) }))}"#
}

/// Every home is to be visited once a month.
private let pack = """
    {"id":"invented","version":1,"jurisdiction":"61","effective_from":"2020-01-01","sample":true,"areas_off":[],
     "rules":[{"id":"sweep","area":"PeacefulCommunity","title":{"zh":"每月走访","en":"Monthly visit"},
       "task":{"zh":"上门看看","en":"Call in"},"applies_to":"Households","cadence":{"Every":"month"},
       "discharge":{"kinds":["BaselineSurvey"],"modes":["InPerson"],"roles":["SocialWorker"],"visitors":1},
       "photo_reason":null,"legal_basis":"样例"}]}
    """

/// A supervisor's phone: grids with their ground, homes, what visits claimed and what was remarked on them.
func supervisorsPhone() throws -> Doorstep { try county(homesOfEach: 4) }

/// The same with more homes than a page shows.
func crowd() throws -> Doorstep { try county(homesOfEach: 24) }

private func county(homesOfEach: Int) throws -> Doorstep {
    try phone(of: .supervisor) { feed, staff in
        feed.put("tenant", "rule_pack", UUID(), pack)
        let colleague = UUID()
        feed.staff(staff, "王芳", "Supervisor")
        feed.staff(colleague, "李明", "SocialWorker")
        for (index, ground) in grounds.enumerated() {
            let code = gridCode(index + 1)
            let shape = #""name":"第\#(index + 1)网格","kind":"Basic","outline":\#(outline(ground))"#
            feed.put("grid:\(code)", "grid", UUID(), #"{"code":"\#(code)",\#(shape)}"#)
            feed.responsible(for: code, staff, "Supervisor")
            feed.responsible(for: code, colleague, "Assistant")
            for home in 0..<homesOfEach { feed.home(in: code, staff, home, isVisited: home < index) }
        }
    }
}

/// A social worker's phone with one home, which a colleague found empty and handed to them today.
func receiversPhone() throws -> Doorstep {
    try phone(of: .socialWorker) { feed, staff in
        let (code, colleague, home) = (gridCode(1), UUID(), UUID())
        feed.put("tenant", "rule_pack", UUID(), pack)
        feed.staff(staff, "王芳", "SocialWorker")
        feed.staff(colleague, "李明", "GridWorker")
        feed.put("grid:\(code)", "grid", UUID(), #"{"code":"\#(code)","name":"第1网格","kind":"Basic"}"#)
        feed.responsible(for: code, staff, "Assistant")
        feed.responsible(for: code, colleague, "Chief")
        let days = #""on":"\#(day(0))","until":"\#(day(3))""#
        let handed = #"{"to":"\#(staff.text)","by":"\#(colleague.text)",\#(days),"note":"院里有狗"}"#
        feed.put(
            "grid:\(code)", "household", home,
            """
            {"id":"\(home.text)","grid":"\(code)","greeting":"张家","address":"演示村1号","recorded_on":"2024-01-01",
             "handed_over":\(handed)}
            """, household: home)
        feed.visit("grid:\(code)", home, colleague, "NotHome")
    }
}

/// A volunteer's phone: tickets to two homes, one of which has two tasks and no known place.
func volunteersPhone() throws -> Doorstep {
    try phone(of: .volunteer) { feed, staff in
        let code = gridCode(1)
        feed.staff(staff, "王芳", "Volunteer")
        feed.put("grid:\(code)", "grid", UUID(), #"{"code":"\#(code)","name":"第1网格","kind":"Basic"}"#)
        feed.responsible(for: code, staff, "Assistant")
        feed.door(in: code, "王奶奶家", "演示村1组2号", [("看看身体怎么样", "See how she is")], isPlaced: true)
        feed.door(
            in: code, "李大爷家", "演示村3组10号",
            [("问问吃饭和吃药", "Ask about meals and medicine"), ("看看门前的路灯", "Look at the street lamp")],
            isPlaced: false)
    }
}

private func day(_ away: Int) -> String {
    let calendar = Calendar(identifier: .gregorian)
    let then = calendar.date(byAdding: .day, value: away, to: Date()) ?? Date()
    return calendar.dateComponents([.year, .month, .day], from: then).civilDay
}

extension InventedRows {
    fileprivate mutating func responsible(for grid: String, _ staff: UUID, _ role: String) {
        let id = UUID()
        let who = #""staff":"\#(staff.text)","role":"\#(role)","from":"2024-01-01""#
        put("grid:\(grid)", "responsibility", id, #"{"id":"\#(id.text)","grid":"\#(grid)",\#(who)}"#)
    }

    fileprivate mutating func staff(_ id: UUID, _ name: String, _ role: String) {
        put("tenant", "staff", id, #"{"id":"\#(id.text)","name":"\#(name)","role":"\#(role)"}"#)
    }

    fileprivate mutating func home(in grid: String, _ staff: UUID, _ number: Int, isVisited: Bool) {
        let (household, scope) = (UUID(), "grid:\(grid)")
        put(
            scope, "household", household,
            """
            {"id":"\(household.text)","grid":"\(grid)","greeting":"张家\(number + 1)","address":"演示村\(number + 1)号",
             "village_group":"1组","recorded_on":"2024-01-01"}
            """, household: household)
        guard isVisited else { return }
        for (name, relation) in [("张大山", "户主"), ("李小兰", "配偶")] {
            let id = UUID()
            let who = #""name":"\#(name)","relation":"\#(relation)","categories":[],"events":[]"#
            let document = #"{"id":"\#(id.text)","household":"\#(household.text)",\#(who)}"#
            put(scope, "resident", id, document, household: household)
        }
        visit(scope, household, staff, number == 0 ? "Deceased" : "Completed")
    }

    /// A visit of today; of a death the claim that it makes, of any other a remark.
    fileprivate mutating func visit(_ scope: String, _ household: UUID, _ staff: UUID, _ outcome: String) {
        let (visit, id, home) = (UUID(), UUID(), household.text)
        let now = Int(Date().timeIntervalSince1970 * 1000)
        put(
            scope, "visit", visit,
            """
            {"id":"\(visit.text)","household":"\(home)","by":"\(staff.text)","role":"SocialWorker","visitors":1,
             "mode":"InPerson","outcome":"\(outcome)",
             "facts":[{"kind":"BaselineSurvey","subject":{"Household":"\(home)"}}],
             "effective_at":\(now),"effective_on":"\(day(0))"}
            """, household: household)
        let about = #""id":"\#(id.text)","visit":"\#(visit.text)","household":"\#(home)""#
        if outcome == "Deceased" {
            let what = #""subject":{"Household":"\#(home)"},"kind":"Deceased","on":"\#(day(0))","status":"Pending""#
            put(scope, "claim", id, "{\(about),\(what)}", household: household)
        } else {
            let what = #""flag":"OutsideFence","acknowledged":false"#
            put(scope, "exception", id, "{\(about),\(what)}", household: household)
        }
    }

    fileprivate mutating func door(
        in grid: String, _ greeting: String, _ address: String, _ tasks: [(zh: String, en: String)], isPlaced: Bool
    ) {
        let (household, scope) = (UUID(), "grid:\(grid)")
        let place = isPlaced ? #","place":{"lat":35.004,"lon":109.0,"datum":"wgs84"}"# : ""
        put(
            scope, "household", household,
            """
            {"id":"\(household.text)","grid":"\(grid)","greeting":"\(greeting)","address":"\(address)",
             "safety_note":"院里有狗"\(place)}
            """, household: household)
        for task in tasks {
            let id = UUID()
            put(
                scope, "ticket", id,
                """
                {"id":"\(id.text)","household":"\(household.text)","grid":"\(grid)",
                 "task":{"zh":"\(task.zh)","en":"\(task.en)"},"window":{"start":"\(day(-3))","end":"\(day(4))"},
                 "modes":["InPerson","Phone"],"visitors":1,"state":"Open"}
                """, household: household)
        }
    }
}
