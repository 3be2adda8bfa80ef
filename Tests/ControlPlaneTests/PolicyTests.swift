import Governance
import JSONText
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct PolicyTests {
    private func plane() async throws -> TestPlane {
        let plane = try await TestPlane()
        _ = try await plane.send("POST", "/teams", ["name": "dev"])
        return plane
    }

    @Test func aBudgetIsMadeReadChangedAndTakenAway() async throws {
        let plane = try await plane()
        let body: JSONValue = [
            "scope": "team:dev", "name": "monthly", "amount": "0.1", "period": "month", "time_zone": "Asia/Tokyo",
            "alert_at": [0.5, 0.8],
        ]
        let made = try await plane.send("POST", "/budgets", body)
        #expect(made.status == 201)
        #expect(made.json["id"] == "team:dev~monthly")
        #expect(made.json["amount"] == "0.1")
        #expect(try await plane.send("POST", "/budgets", body).code == "conflict")
        #expect(plane.keeper.directory.teams["dev"]?.budgets.first?.name == "monthly")
        let state = try await plane.send("GET", "/budgets/team:dev~monthly").json["state"]
        #expect(state?["remaining"] == "0.1")
        #expect(state?["spent"] == "0")
        #expect(state?["period_end"]?.string?.hasSuffix("T15:00:00Z") == true)
        // Its version is its team's.
        let stale = [(name: "if-match", value: "\"1\"")]
        #expect(
            try await plane.send("PATCH", "/budgets/team:dev~monthly", ["amount": "5"], fields: stale).status == 412
        )
        let changed = try await plane.send("PATCH", "/budgets/team:dev~monthly", ["amount": "5"])
        #expect(changed.json["amount"] == "5")
        #expect(changed.json["time_zone"] == "Asia/Tokyo")
        let wrong = try await plane.send("PATCH", "/budgets/team:dev~monthly", ["period": "fortnight"])
        #expect(wrong.json["error"]?["field"] == "period")
        #expect(try await plane.send("PATCH", "/budgets/team:dev~monthly", ["name": "x"]).status == 400)
        #expect(try await plane.send("DELETE", "/budgets/team:dev~monthly").status == 204)
        #expect(try await plane.send("GET", "/budgets/team:dev~monthly").status == 404)
        let actions = try await plane.send("GET", "/audit?kind=team").json["rows"]?.array?.map { $0["action"]?.string }
        #expect(actions == ["team.remove_budget", "team.update_budget", "team.add_budget", "team.create"])
    }

    @Test func aRaiseCountsAtTheMeterAndIsWrittenDown() async throws {
        let plane = try await plane()
        _ = try await plane.send("POST", "/budgets", ["scope": "team:dev", "amount": "100", "period": "month"])
        let path = "/budgets/team:dev~month/raise"
        let good: JSONValue = ["amount": "12.50", "until": "2026-12-31T00:00:00Z", "reason": "launch"]
        let reply = try await plane.send("POST", path, good)
        #expect(reply.status == 200)
        #expect(reply.json["amount"] == "100")
        #expect(reply.json["state"]?["amount"] == "112.5")
        let entry = try await plane.send("GET", "/audit?action=budget.raise").json["rows"]?[0]
        #expect(entry?["reason"] == "launch")
        #expect(entry?["after"]?["extra"] == "12.5")
        #expect(entry?["object"]?["id"] == "team:dev~month")
        let bad: [(String, JSONValue)] = [
            ("tokens", ["tokens": 5, "until": "2026-12-31T00:00:00Z", "reason": "x"]),
            ("tokens", ["tokens": 5, "amount": "1", "until": "2026-12-31T00:00:00Z", "reason": "x"]),
            ("until", ["amount": "1", "until": "2020-12-31T00:00:00Z", "reason": "x"]),
            ("reason", ["amount": "1", "until": "2026-12-31T00:00:00Z"]),
            ("amount", ["amount": "0", "until": "2026-12-31T00:00:00Z", "reason": "x"]),
            ("amount", ["amount": "-1", "until": "2026-12-31T00:00:00Z", "reason": "x"]),
        ]
        for (field, body) in bad {
            let reply = try await plane.send("POST", path, body)
            #expect(reply.status == 400, "\(body)")
            #expect(reply.json["error"]?["field"]?.string == field, "\(body)")
        }
        #expect(try await plane.send("GET", "/budgets/team:dev~month").json["state"]?["amount"] == "112.5")
    }

    @Test func aBudgetOfTokensIsSpelledAsInTheConfiguration() async throws {
        let plane = try await plane()
        let made = try await plane.send(
            "POST",
            "/budgets",
            ["scope": "team:dev", "name": "t", "amount": 500, "currency": "tokens", "period": "month"]
        )
        #expect(made.status == 201 && made.json["amount"] == "500" && made.json["currency"] == "tokens")
        #expect(made.json["tokens"] == nil && made.json["unknown_price"] == nil)
        let path = "/budgets/team:dev~t"
        for extra: JSONObject in [["amount": "50"], ["amount": 50], ["tokens": 50]] {
            var body: JSONObject = ["until": "2026-12-31T00:00:00Z", "reason": "launch"]
            for member in extra { body.append(member.name, member.value) }
            #expect(try await plane.send("POST", path + "/raise", .object(body)).status == 200)
        }
        #expect(try await plane.send("GET", path).json["state"]?["amount"] == 650)
        let changed = try await plane.send("PATCH", path, ["amount": "700", "action": ["downgrade": "cheap"]])
        #expect(changed.json["amount"] == "700" && changed.json["action"] == ["downgrade": "cheap"])
        let wrong = try await plane.send(
            "POST",
            path + "/raise",
            ["amount": "1.5", "until": "2026-12-31T00:00:00Z", "reason": "x"]
        )
        #expect(wrong.status == 400 && wrong.json["error"]?["field"]?.string == "amount")
        // What earlier versions asked for.
        let old = try await plane.send("PATCH", path, ["tokens": 900, "action": "downgrade", "downgrade_to": "other"])
        #expect(old.json["amount"] == "900" && old.json["action"] == ["downgrade": "other"])
        let made2 = try await plane.send("POST", "/budgets", ["scope": "team:dev", "tokens": 5, "period": "day"])
        #expect(made2.status == 201 && made2.json["amount"] == "5" && made2.json["currency"] == "tokens")
    }

    @Test func oneRaiseTooManyIsToldAsSuch() async throws {
        let plane = try await plane()
        _ = try await plane.send("POST", "/budgets", ["scope": "team:dev", "amount": "100", "period": "month"])
        let meters = MeterBook()
        let keeper = BudgetKeeper(
            states: plane.store,
            ledger: nil,
            alerts: plane.store,
            meters: meters,
            clock: plane.clock.clock,
            logger: plane.parts.logger
        )
        try await keeper.load()
        try meters.apply(plane.keeper.directory.policies, at: keeper.wall)
        try await keeper.catchUp()
        var parts = plane.parts
        parts.budgetReader = keeper
        parts.budgetControl = keeper
        let door = try FolderDoor(parts, requestID: "cli-1")
        let body: JSONObject = ["amount": "1", "until": "2026-12-31T00:00:00Z", "reason": "more"]
        let call = AdminCall(.post, "/budgets/{id}/raise", "team:dev~month", body: body)
        for _ in 0..<BudgetMeter.mostRaises { _ = try await door.answer(call) }
        await #expect {
            _ = try await door.answer(call)
        } throws: { error in
            guard let failure = error as? AdminFailure else { return false }
            return failure.status == 409 && failure.code == "conflict"
                && failure.message == "The budget has 32 raises that still count; wait until one has ended."
        }
    }

    @Test func limitsAreMadeChangedAndTakenAway() async throws {
        let plane = try await plane()
        let made = try await plane.send(
            "POST",
            "/limits",
            ["scope": "team:dev", "limit": "tokens_per_day", "amount": 7]
        )
        #expect(made.status == 201)
        #expect(made.json["id"] == "team:dev~tokens_per_day")
        #expect(plane.keeper.directory.teams["dev"]?.limits == [LimitPolicy(.tokens, per: .day, 7)])
        #expect(try await plane.send("PATCH", "/limits/team:dev~tokens_per_day", ["amount": 9]).json["amount"] == 9)
        #expect(try await plane.send("DELETE", "/limits/team:dev~tokens_per_day").status == 204)
        #expect(plane.keeper.directory.teams["dev"]?.limits == [])
        // Of a key, for each model apart.
        let id = try #require(try await plane.send("POST", "/keys", ["name": "k"]).json["id"]?.string)
        let body: JSONValue = ["scope": .string("key:\(id)"), "limit": "concurrent", "amount": 3, "models": "openai/*"]
        let perModel = try await plane.send("POST", "/limits", body)
        #expect(perModel.json["id"]?.string == "key:\(id)~openai/*~concurrent")
        let path = "/limits/" + PathText.encoded("key:\(id)~openai/*~concurrent")
        #expect(try await plane.send("PATCH", path, ["amount": 4]).json["amount"] == 4)
        let limits = [LimitPolicy(.requests, per: .concurrent, 4)]
        #expect(
            plane.keeper.directory.principal(ofKey: id)?.key.modelLimits
                == [ModelLimits(ModelPattern("openai/*"), limits: limits)]
        )
        #expect(try await plane.send("GET", "/limits?scope=key:\(id)").json["rows"]?.array?.count == 1)
        let asked = ["openai/a": 3, "openai/b": 1, "other": 2]
        plane.meters.models.withLock { readings in
            readings = asked.mapValues { [LimitReading(policy: limits[0], remaining: $0, resetAfter: .zero)] }
        }
        let shown = try await plane.send("GET", path).json
        #expect(shown["state"] == JSONValue.null)
        #expect(
            shown["models_state"] == [
                ["model": "openai/b", "remaining": 1, "reset_seconds": 0],
                ["model": "openai/a", "remaining": 3, "reset_seconds": 0],
            ]
        )
        #expect(try await plane.send("DELETE", path).status == 204)
        #expect(plane.keeper.directory.principal(ofKey: id)?.key.modelLimits == [])
        let wrong: [(String, JSONValue)] = [
            ("limit", ["scope": "team:dev", "limit": "tokens_per_century", "amount": 1]),
            ("amount", ["scope": "team:dev", "limit": "concurrent", "amount": -1]),
            ("scope", ["scope": "tag:x", "limit": "concurrent", "amount": 1]),
            ("models", ["scope": "team:dev", "limit": "concurrent", "amount": 1, "models": "*"]),
        ]
        for (field, body) in wrong {
            #expect(try await plane.send("POST", "/limits", body).json["error"]?["field"]?.string == field, "\(body)")
        }
    }
}
