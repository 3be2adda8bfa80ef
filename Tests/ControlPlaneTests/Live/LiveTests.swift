import Foundation
import Gateway
import Governance
import JSONText
import NIOCore
import Store
import Testing

@testable import ControlPlane

/// `/live` as a viewer sees it.
@Suite(.timeLimit(.minutes(1)))
struct LiveTests {
    /// One viewer's stream, read event by event.
    private final class Viewer {
        let next: AdminAnswer.ByteSource
        private var text = ""

        init(_ plane: TestPlane, _ services: Services, as actor: Actor, session: SessionToken? = nil) async throws {
            let operation = try #require(try LiveOperations(services: services).operations().first)
            let caller = Caller(actor: actor, session: session, isSecure: false, request: "r")
            let answer = try await operation.handle(
                AdminRequest(
                    caller: caller,
                    route: operation.route,
                    parameters: [:],
                    query: try Query(nil, allowed: []),
                    body: nil,
                    tags: EntityTags(match: nil, noneMatch: nil)
                )
            )
            guard case .stream(let type, let open) = answer.body else { throw StreamMissing() }
            #expect(type.hasPrefix("text/event-stream"))
            next = open()
        }

        struct StreamMissing: Error {}

        /// The next event of a name, past all others; `nil` where the stream ends.
        func event(_ name: String) async throws -> JSONValue? {
            while true {
                while let end = text.range(of: "\n\n") {
                    let event = text[..<end.lowerBound]
                    text = String(text[end.upperBound...])
                    let lines = event.split(separator: "\n")
                    guard lines.contains("event: \(name)"), let data = lines.first(where: { $0.hasPrefix("data: ") })
                    else {
                        continue
                    }
                    return try JSONValue(parsing: String(data.dropFirst(6)))
                }
                guard let bytes = try await next() else { return nil }
                text += String(buffer: bytes)
            }
        }
    }

    @Test("tells of the figures at once, and of a call soon")
    func call() async throws {
        let plane = try await TestPlane()
        let services = Services(plane.parts)
        for index in 0..<20 { plane.parts.recent.observe(CallSamples.call("old-\(index)", ended: plane.clock.now - 1)) }
        let viewer = try await Viewer(plane, services, as: .adminToken)
        let figures = try #require(try await viewer.event("figures"))
        #expect(figures["requests_per_second"] == 2)
        plane.parts.recent.observe(CallSamples.call("new", team: "alpha"))
        let call = try #require(try await viewer.event("call"))
        #expect(call["entry"] == "new" && call["team"] == "alpha" && call["attempts"] == 1)
        #expect(call["duration_ms"] == 2 && call["cost_usd"] == "0.001")
        #expect(try await viewer.event("figures")?["in_flight"] == 3)
    }

    @Test("shows nobody more than the ledger would")
    func scopes() async throws {
        let plane = try await TestPlane()
        let services = Services(plane.parts)
        let lead = try await plane.user("lead", .teamAdmin, teams: ["alpha"])
        let member = try await plane.user("member", .member, teams: ["alpha"])
        let viewers = [
            try await viewer(plane, services, lead), try await viewer(plane, services, member),
            try await Viewer(plane, services, as: .adminToken),
        ]
        for viewer in viewers { _ = try await viewer.event("figures") }
        plane.parts.recent.observe(CallSamples.call("foreign", team: "beta"))
        plane.parts.recent.observe(CallSamples.call("team", team: "alpha"))
        plane.parts.recent.observe(CallSamples.call("own", team: "beta", user: member.id))
        let expected = [["team"], ["own"], ["foreign", "team", "own"]]
        for (viewer, entries) in zip(viewers, expected) {
            for entry in entries { #expect(try await viewer.event("call")?["entry"]?.string == entry) }
        }
        #expect(try await viewers[0].event("figures")?["in_flight"] == .null)
    }

    @Test("of many calls in a second only some are told, and the number of the others")
    func many() async throws {
        let plane = try await TestPlane()
        let viewer = try await Viewer(plane, Services(plane.parts), as: .adminToken)
        _ = try await viewer.event("figures")
        for index in 0..<80 { plane.parts.recent.observe(CallSamples.call("e\(index)")) }
        #expect(try await viewer.event("dropped")?["count"] == 30)
    }

    @Test("ends when its viewer signs out, or becomes somebody else", arguments: [true, false])
    func signedOut(isRemoved: Bool) async throws {
        let plane = try await TestPlane()
        let services = Services(plane.parts)
        let user = try await plane.user("lead", .teamAdmin)
        let credential = try await plane.session(user)
        guard case .session(let token, _) = credential else { return }
        let viewer = try await Viewer(plane, services, as: Actor(user), session: token)
        _ = try await viewer.event("figures")
        if isRemoved {
            #expect(try await plane.send("POST", "/logout", as: credential).status == 204)
        } else {
            #expect(try await plane.send("PATCH", "/users/\(user.id)", ["role": "member"]).status == 200)
        }
        while try await viewer.event("figures") != nil {}
    }

    @Test("ends when the gateway stops, and does not begin then")
    func stop() async throws {
        let plane = try await TestPlane()
        let services = Services(plane.parts)
        let viewer = try await Viewer(plane, services, as: .adminToken)
        _ = try await viewer.event("figures")
        services.live.close()
        #expect(try await viewer.event("figures") == nil)
        await #expect(throws: AdminError.self) { _ = try await Viewer(plane, services, as: .adminToken) }
    }

    @Test("is refused to one viewer too many, until one leaves")
    func crowd() async throws {
        let plane = try await TestPlane()
        let services = Services(plane.parts)
        var viewers: [Viewer] = []
        for _ in 0..<LiveHub.mostViewers { viewers.append(try await Viewer(plane, services, as: .adminToken)) }
        let error = await #expect(throws: AdminError.self) { _ = try await Viewer(plane, services, as: .adminToken) }
        #expect(error?.status == 503 && error?.code == .busy)
        viewers.removeLast()
        let late = try await Viewer(plane, services, as: .adminToken)
        #expect(try await late.event("figures") != nil)
    }

    @Test("cuts off who does not read, at a bound")
    func slow() async throws {
        let channel = LiveChannel()
        let piece = ByteBuffer(repeating: 0x61, count: 1000)
        for _ in 0..<200 { channel.offer(piece) }
        #expect(try await channel.take()?.readableBytes == 200_000)
        for _ in 0..<300 { channel.offer(piece) }
        #expect(channel.hasEnded)
        await #expect(throws: LiveChannel.End.self) { _ = try await channel.take() }
    }

    @Test("a viewer whose connection is gone is not waited for")
    func cancelled() async throws {
        let channel = LiveChannel()
        let task = Task { try await channel.take() }
        task.cancel()
        #expect(try await task.value == nil)
    }

    private func viewer(_ plane: TestPlane, _ services: Services, _ user: User) async throws -> Viewer {
        guard case .session(let token, _) = try await plane.session(user) else { throw Viewer.StreamMissing() }
        return try await Viewer(plane, services, as: Actor(user), session: token)
    }
}
