import Governance
import JSONText
import Pricing
import Testing

@testable import ControlPlane

@Suite struct OpenAPITests {
    @Test func theDocumentHasEveryRouteOfTheTableAndNoOther() async throws {
        let plane = try await TestPlane()
        let reply = try await plane.send("GET", "/openapi.json", as: .none)
        #expect(reply.status == 200)
        #expect(reply.json["openapi"] == "3.1.0")
        var found: Set<String> = []
        for path in reply.json["paths"]?.object ?? JSONObject() {
            for method in path.value.object ?? JSONObject() { found.insert("\(method.name.uppercased()) \(path.name)") }
        }
        let expected = AdminRoute.all.map { "\($0.method.rawValue) \(AdminRoute.base)\($0.template)" }
        #expect(found == Set(expected))
        #expect(expected.count == found.count)
    }

    @Test func operationsHaveNamesOfTheirOwn() async throws {
        let table = try OperationTable(Services(try await TestPlane().parts))
        #expect(Set(table.operations.map(\.id)).count == AdminRoute.all.count)
    }

    @Test func everyReferenceLeadsSomewhere() async throws {
        let document = try await TestPlane().send("GET", "/openapi.json").json
        var references: Set<String> = []
        func collect(_ value: JSONValue) {
            for member in value.object ?? JSONObject() {
                if member.name == "$ref", let text = member.value.string { references.insert(text) }
                collect(member.value)
            }
            for element in value.array ?? [] { collect(element) }
        }
        collect(document)
        #expect(references.count > 20)
        for reference in references {
            var target: JSONValue? = document
            for name in reference.split(separator: "/").dropFirst() { target = target?[String(name)] }
            #expect(target != nil, "\(reference)")
        }
    }

    /// An object with every member set fits its schema, so that no member can be added to one and not to the other.
    @Test func schemasKnowEveryMemberOfTheObjects() async throws {
        let check = SchemaCheck(document: try await TestPlane().send("GET", "/openapi.json").json)
        let revision = Revision(at: Timestamp(seconds: 1_790_000_000))
        let rules = AccessRules(
            models: [ModelPattern("*")],
            surfaces: Set(Surface.allCases),
            regions: ["eu"],
            addresses: [try #require(AddressRange("10.0.0.0/8"))],
            parameters: ParameterBounds(
                maxTokens: 5,
                minTemperature: 0,
                maxTemperature: 1,
                maxChoices: 2,
                allowsTools: false,
                allowsStreams: false
            )
        )
        let limits = [LimitPolicy(.requests, per: .minute, 5), LimitPolicy(.tokens, per: .day, 7)]
        let budgets = [
            BudgetPolicy(
                name: "m",
                amount: .money(.zero),
                period: .month,
                alertsAt: [500],
                action: .downgrade(to: "chat")
            ),
            BudgetPolicy(
                name: "t",
                amount: .tokens(5),
                period: .total,
                alignment: .rolling,
                action: .warn,
                unknownCost: .refuse
            ),
        ]
        let team = Team(
            name: "a",
            organization: "o",
            description: "d",
            access: rules,
            limits: limits,
            budgets: budgets,
            tags: ["t"],
            metadata: ["a": "b"],
            isDisabled: true,
            revision: revision
        )
        let pepper = KeyPepper.generate()
        var key = VirtualKey(
            id: "key_1",
            name: "k",
            description: "d",
            owner: "user_1",
            team: "a",
            project: "p",
            environment: .prod,
            access: rules,
            limits: limits,
            modelLimits: [ModelLimits(ModelPattern("*"), limits: limits)],
            budgets: budgets,
            tags: ["t"],
            metadata: ["a": "b"],
            notBefore: Timestamp(seconds: 1),
            expires: Timestamp(seconds: 2),
            isDisabled: true,
            credential: KeyCredential(of: .generate(), pepper: pepper),
            signing: .generate(),
            revision: revision
        )
        key = key.rotated(to: .generate(), overlap: 60, pepper: pepper, at: Timestamp(seconds: 9))
        let previous = key.previous
        key = key.revoked(at: Timestamp(seconds: 10))
        key.previous = previous
        let user = User(
            id: "user_1",
            name: "u",
            displayName: "U",
            role: .member,
            teams: ["a"],
            passwordChanged: Timestamp(seconds: 1),
            description: "d",
            access: rules,
            limits: limits,
            budgets: budgets,
            tags: ["t"],
            metadata: ["a": "b"],
            isDisabled: true,
            revision: revision
        )
        let project = Project(
            name: "p",
            team: "a",
            description: "d",
            access: rules,
            limits: limits,
            budgets: budgets,
            tags: ["t"],
            metadata: ["a": "b"],
            isDisabled: true,
            revision: revision
        )
        let objects: [(String, JSONValue)] = [
            ("Team", team.json(masked: true)), ("Key", key.json(masked: true)), ("User", user.json(masked: true)),
            ("Project", project.json(masked: true)),
        ]
        for (name, json) in objects {
            let problems = check.problems(json, Schema.reference(name).json)
            #expect(problems.isEmpty, "\(name): \(problems)")
        }
        // And the check can fail.
        #expect(!check.problems(["name": "x", "surplus": 1], Schema.reference("Team").json).isEmpty)
    }
}
