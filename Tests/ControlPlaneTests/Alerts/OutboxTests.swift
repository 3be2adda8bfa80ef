import Alerting
import JSONText
import Testing

@testable import ControlPlane

@Suite("Messages that wait for channels")
struct OutboxTests {
    private func outbox() throws -> (Outbox, Outbox.Letter) {
        var outbox = Outbox()
        let notice = AlertNotice(kind: .test, title: "A test", text: "A test", json: [:])
        outbox.add(notice, id: "m1", channel: "ops", at: 1000)
        return (outbox, try #require(outbox.due(at: 1000).first))
    }

    /// When a message is tried next that is not taken, each time with what the other side asks for.
    private func tries(_ asked: [Int?]) throws -> [Int64] {
        var (outbox, letter) = try outbox()
        var now: Int64 = 1000
        return try asked.map { asked in
            let isKept = outbox.postpone(letter, at: now, asked: asked)
            #expect(isKept)
            letter = try #require(outbox.letters.first)
            defer { now = letter.next }
            return letter.next - now
        }
    }

    @Test("pauses grow")
    func pauses() throws { #expect(try tries([nil, nil, nil, nil, nil, nil]) == [10, 30, 60, 300, 900, 900]) }

    @Test("the other side's wish is kept to where it is longer, up to an hour")
    func wishes() throws {
        #expect(try tries([45, 45, 45, -7, .max]) == [45, 45, 60, 300, 3600])
    }

    @Test("a wish counts behind a restart too")
    func kept() throws {
        var (outbox, letter) = try outbox()
        let isKept = outbox.postpone(letter, at: 1000, asked: 600)
        #expect(isKept)
        let again = Outbox(json: outbox.json)
        #expect(again.due(at: 1599).isEmpty && again.due(at: 1600).map(\.id) == ["m1"])
    }
}
