import Governance
import JSONText
import Settings
import Testing

@testable import ControlPlane

@Suite("Tags with rules")
struct RuledTagTests {
    /// A gateway where the tag `shared` has a budget and `marked` has nothing.
    private func plane() async throws -> TestPlane {
        let base = TestPlane.configuration
        let budget = BudgetPolicy(name: "m", amount: .tokens(1), period: .month)
        let plane = try await TestPlane(
            configuration: KanmonConfiguration(
                server: base.server,
                providers: base.providers,
                models: base.models,
                tags: [TagConfiguration(name: "shared", budgets: [budget]), TagConfiguration(name: "marked")]
            )
        )
        try await plane.send("POST", "/teams", ["name": "dev"])
        return plane
    }

    @Test("Nobody uses up a shared budget by a key or project of their own", arguments: [Role.member, .teamAdmin])
    func setting(_ role: Role) async throws {
        let plane = try await plane()
        let caller = try await plane.session(plane.user("hana", role, teams: ["dev"]))
        for tags: JSONValue in [["shared"], ["free", "shared"]] {
            let key: JSONValue = ["name": "bot", "team": "dev", "tags": tags]
            let refused = try await plane.send("POST", "/keys", key, as: caller)
            #expect(refused.status == 403)
            #expect(refused.json["error"]?["field"] == "tags")
        }
        let free: JSONValue = ["name": "bot", "team": "dev", "tags": ["free", "marked"]]
        #expect(try await plane.send("POST", "/keys", free, as: caller).status == 201)
        let project: JSONValue = ["name": "web", "team": "dev", "tags": ["shared"]]
        #expect(try await plane.send("POST", "/projects", project, as: caller).status == 403)
        #expect(plane.keeper.directory.projects.isEmpty)
    }

    @Test("A team-admin neither gives a key such a tag nor takes it away")
    func changing() async throws {
        let plane = try await plane()
        let caller = try await plane.session(plane.user("hana", .teamAdmin, teams: ["dev"]))
        let made = try await plane.send("POST", "/keys", ["name": "bot", "team": "dev", "tags": ["shared"]])
        #expect(made.status == 201)
        let path = "/keys/\(try #require(made.json["id"]?.string))"
        #expect(try await plane.send("PATCH", path, ["tags": []], as: caller).status == 403)
        #expect(try await plane.send("PATCH", path, ["tags": ["free", "shared"]], as: caller).status == 200)
        #expect(try await plane.send("POST", path + "/disable", as: caller).status == 200)
        #expect(try await plane.send("PATCH", path, ["tags": []]).status == 200)
        #expect(try await plane.send("PATCH", path, ["tags": ["shared"]], as: caller).status == 403)
    }
}
