import DoorstepKit
import Foundation
import Testing

/// The one notice, on a board that the test reads.
struct NoticesTests {
    private final class Board: NoticeBoard, @unchecked Sendable {
        var isShown = false

        func show() { isShown = true }

        func clear() { isShown = false }
    }

    private let board = Board()

    @Test("whatever only the worker can mend is noticed, and nothing else")
    func asked() {
        let notices = Notices(on: board)
        for cause in [Cause.keyLocked, .unknownDevice, .storageFull, .waitsForVisit] {
            notices.stands(.holds(cause))
            #expect(board.isShown)
            notices.seen()
            #expect(!board.isShown)
        }
        for cause in [Cause.noNetwork, .hubBusy, .waitsForBattery] {
            notices.stands(.waits(until: Date(), cause))
            #expect(!board.isShown && !cause.asksTheWorker())
        }
    }

    @Test("it stays while nothing else is known, and goes once what it asked for was done")
    func done() {
        let notices = Notices(on: board)
        notices.stands(.holds(.keyLocked))
        notices.stands(.underWay)
        notices.stands(.none)
        notices.stands(.shut)
        #expect(board.isShown)
        notices.stands(.holds(.noNetwork))
        #expect(!board.isShown)
        notices.stands(.holds(.keyLocked))
        notices.stands(.wiped)
        #expect(!board.isShown)
    }
}
