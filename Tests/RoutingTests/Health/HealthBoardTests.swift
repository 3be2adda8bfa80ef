import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Health board")
struct HealthBoardTests {
    private let kept = TargetID(provider: "p", model: "kept")
    private let gone = TargetID(provider: "p", model: "gone")
    private let new = TargetID(provider: "q", model: "new")

    private func load(_ board: HealthBoard, _ ids: [TargetID], limit: Int? = nil) -> HealthDirectory {
        let settings = TargetSettings(maximumInFlight: limit)
        return board.prepare(
            targets: Dictionary(uniqueKeysWithValues: ids.map { ($0, settings) }),
            credentials: ["p": [CredentialSettings(name: "key")]]
        )
    }

    @Test("targets and credentials that still exist keep their state, others are dropped")
    func carryOver() throws {
        let board = HealthBoard()
        let first = load(board, [kept, gone])
        board.adopt(first)
        let second = load(board, [kept, new])
        board.adopt(second)
        let state = try #require(first.target(kept))
        #expect(second.target(kept) === state)
        #expect(first.credentials(of: "p")?.credentials.first === second.credentials(of: "p")?.credentials.first)
        #expect(second.target(gone) == nil)
        #expect(second.target(new) != nil)
        #expect(second.credentials(of: "q") == nil)
        let third = load(board, [gone])
        #expect(third.target(gone) !== first.target(gone))
    }

    @Test("what is only prepared changes nothing")
    func prepared() throws {
        let board = HealthBoard()
        board.adopt(load(board, [kept]))
        let refused = load(board, [kept, new], limit: 0)
        let state = try #require(refused.target(kept))
        #expect(state.snapshot(now: at(0)).availability == .available)
        let next = load(board, [new])
        #expect(next.target(new) !== refused.target(new))
        board.adopt(refused)
        #expect(state.snapshot(now: at(0)).availability == .full)
    }
}
