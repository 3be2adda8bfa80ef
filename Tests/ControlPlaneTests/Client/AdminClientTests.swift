import ControlPlane
import Governance
import JSONText
import Testing

@Suite struct AdminCallTests {
    @Test(arguments: [
        ("plain", "/admin/v1/teams/plain"),
        ("a/b?c#d", "/admin/v1/teams/a%2Fb%3Fc%23d"),
        ("研", "/admin/v1/teams/%E7%A0%94"),
        ("50% ", "/admin/v1/teams/50%25%20"),
    ])
    func whatStandsInAPathStaysOneSegment(name: String, target: String) {
        #expect(AdminCall(.get, "/teams/{name}", name).target == target)
    }

    @Test func queriesAreEscaped() {
        let call = AdminCall(.get, "/usage", query: [.init("tag", "a&b=c+d;e"), .init("time_zone", "+09:00")])
        #expect(call.target == "/admin/v1/usage?tag=a%26b%3Dc%2Bd%3Be&time_zone=%2B09:00")
    }

    @Test func anErrorOfTheAPIIsToldWithItsCodeAndEveryProblem() {
        let body = """
            {"error":{"code":"invalid_request","message":"name: is missing","field":"name","problems":[
            {"code":"missing_field","field":"name","message":"is missing"},
            {"code":"wrong_type","field":"tags","message":"must be a list"}]}}
            """
        let failure = AdminFailure(status: 400, body: Array(body.utf8))
        #expect(failure.code == "invalid_request")
        #expect(
            failure.description
                == "invalid_request: name: is missing\n  name: is missing\n  tags: must be a list"
        )
    }

    @Test func anErrorThatIsNoGatewaysIsToldByItsStatus() {
        let failure = AdminFailure(status: 502, body: Array("<html>".utf8))
        #expect(failure.code == "http_502")
        #expect(failure.status == 502)
    }

    @Test func anErrorMovesNoCursor() {
        let body = #"{"error":{"code":"x","message":"a\u001b[2Jb\u202e"}}"#
        #expect(AdminFailure(status: 400, body: Array(body.utf8)).description == "x: a?[2Jb?")
    }
}

@Suite struct AdminClientTests {
    @Test func allPagesAreReadAndPutTogether() async throws {
        let door = ScriptedDoor([
            .success(#"{"rows":[{"id":1},{"id":2}],"next":"c+1"}"#), .success(#"{"rows":[{"id":3}],"next":null}"#),
        ])
        let all = try await AdminClient(door).allPages(AdminCall(.get, "/keys", query: [.init("team", "dev")]))
        #expect(all.text == #"{"rows":[{"id":1},{"id":2},{"id":3}],"next":null}"#)
        #expect(
            door.calls == [
                "get /admin/v1/keys?team=dev&limit=1000", "get /admin/v1/keys?team=dev&limit=1000&cursor=c%2B1",
            ]
        )
    }

    @Test func anIDIsTakenAsItIs() async throws {
        let door = ScriptedDoor([.success(#"{"id":"key_1","name":"app"}"#)])
        #expect(try await AdminClient(door).id(of: "key_1", in: "keys") == "key_1")
        #expect(door.calls == ["get /admin/v1/keys/key_1"])
    }

    private static let missing = AdminFailure(
        status: 404,
        body: Array(#"{"error":{"code":"not_found","message":"-"}}"#.utf8)
    )

    @Test(arguments: [
        (#"[{"id":"key_1"}]"#, "key_1"),
        // The revoked one of a name is not meant while another one lives.
        (#"[{"id":"key_1","revoked":"2026-01-01T00:00:00Z"},{"id":"key_2"}]"#, "key_2"),
        (#"[{"id":"key_1","revoked":"2026-01-01T00:00:00Z"}]"#, "key_1"),
    ])
    func aNameIsLookedUp(rows: String, id: String) async throws {
        let door = ScriptedDoor([.failure(Self.missing), .success(#"{"rows":\#(rows),"next":null}"#)])
        #expect(try await AdminClient(door).id(of: "app", in: "keys") == id)
    }

    @Test(arguments: [
        ("[]", "not_found"),
        (#"[{"id":"key_1"},{"id":"key_2"}]"#, "ambiguous"),
    ])
    func aNameOfNoneOrSeveralIsRefused(rows: String, code: String) async {
        let door = ScriptedDoor([.failure(Self.missing), .success(#"{"rows":\#(rows),"next":null}"#)])
        await #expect {
            try await AdminClient(door).id(of: "app", in: "keys")
        } throws: { ($0 as? AdminFailure)?.code == code }
    }

    @Test func anyOtherRefusalIsHandedOn() async {
        let refusal = AdminFailure(
            status: 401,
            body: Array(#"{"error":{"code":"unauthenticated","message":"-"}}"#.utf8)
        )
        let door = ScriptedDoor([.failure(refusal)])
        await #expect(throws: refusal) { try await AdminClient(door).id(of: "app", in: "keys") }
        #expect(door.calls.count == 1)
    }
}
