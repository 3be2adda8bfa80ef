import Governance
import JSONText
import ModelAPI
import NIOCore
import Pricing
import Store
import Synchronization
import Testing

@testable import ControlPlane

/// Usage, ledger, audit and configuration, over the embedded database.
@Suite struct RecordTests {
    private func record(_ index: Int, _ time: Int64, _ maker: inout LedgerEntryMaker) throws -> LedgerRecord {
        var record = LedgerRecord(
            entry: maker.next(at: time),
            id: index == 0 ? "=cmd()" : "req-\(index)",
            time: time,
            surface: "openai-chat",
            modelAsked: "chat",
            status: index % 5 == 4 ? 502 : 200,
            outcome: index % 5 == 4 ? .failed : .answered,
            durationMicroseconds: 1234
        )
        record.team = index % 2 == 0 ? "dev" : "ops"
        record.keyID = "key_\(index % 3)"
        record.keyName = "bot"
        record.provider = "openai"
        record.user = "user_1"
        var usage = Usage()
        usage.input = 10
        usage.cacheRead = 5
        usage.output = 3
        record.usage = usage
        record.cost = try Money(decimal: "0.00123")
        return record
    }

    private func filled(_ folder: TemporaryFolder, _ count: Int) async throws -> TestPlane {
        let plane = try await StoreKind.sqlite.plane(folder)
        var maker = LedgerEntryMaker()
        let start: Int64 = 1_780_000_000_000_000_000
        var items: [LedgerItem] = []
        for index in 0..<count {
            items.append(.record(try record(index, start + Int64(index) * 60_000_000_000, &maker)))
        }
        _ = try plane.ledger.insert(items)
        return plane
    }

    @Test func usageHasExactlyTheMembersThatItPromises() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder, 10)
        let reply = try await plane.send("GET", "/usage?group_by=team&from=2026-01-01&to=2027-01-01")
        #expect(reply.status == 200)
        let row = try #require(reply.json["rows"]?.array?.first)
        let sums = [
            "requests", "errors", "input_tokens", "output_tokens", "cost_usd", "cache_hits", "semantic_hits",
            "saved_usd",
            "saved_exact_usd", "saved_semantic_usd", "saved_prompt_cache_usd",
        ]
        #expect(row.object?.names == ["key"] + sums)
        #expect(reply.json["total"]?.object?.names == sums)
        #expect(reply.json["total"]?["requests"] == 10)
        #expect(reply.json["total"]?["errors"] == 2)
        #expect(reply.json["total"]?["input_tokens"] == 150)
        #expect(reply.json["total"]?["cost_usd"] == "0.0123")
        #expect(row["key"] == "dev")
        #expect(row["cost_usd"] == "0.00615")
        for grouping in UsageReport.Grouping.allCases {
            let reply = try await plane.send("GET", "/usage?group_by=\(grouping.rawValue)&time_zone=%2B09:00")
            #expect(reply.json["total"]?["requests"] == 10, "\(grouping)")
        }
        #expect(try await plane.send("GET", "/usage?group_by=colour").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/usage?from=2027-01-01&to=2026-01-01").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/usage?time_zone=Mars/Base").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/usage?time_zone=Asia/Tokyo").status == 200)
        #expect(try await plane.send("GET", "/usage?team=dev").json["total"]?["requests"] == 5)
    }

    @Test func theLedgerIsReadInPagesNewestFirst() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder, 25)
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try await plane.send("GET", "/ledger?limit=10" + (cursor.map { "&cursor=\($0)" } ?? "")).json
            ids += page["rows"]?.array?.compactMap { $0["entry"]?.string } ?? []
            cursor = page["next"]?.string
        } while cursor != nil
        #expect(ids.count == 25)
        #expect(ids == ids.sorted(by: >))
        let first = try await plane.send("GET", "/ledger?limit=1&status=502").json["rows"]?[0]
        #expect(first?["status"] == 502)
        let promised = [
            "id", "time", "key", "team", "surface", "model", "provider", "status", "usage", "cost_usd", "flags",
        ]
        #expect(promised.allSatisfy { first?[$0] != nil })
        #expect(
            first?["usage"]?.object?.names == [
                "input_tokens", "cached_input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens",
                "output_tokens", "reasoning_tokens",
            ]
        )
        #expect(first?["usage"]?["input_tokens"] == 15)
        for entry in ids.prefix(3) {
            #expect(try await plane.send("GET", "/ledger/\(entry)").json["entry"]?.string == entry)
        }
        #expect(try await plane.send("GET", "/ledger/\(String(ids[0].reversed()))").status == 404)
    }

    @Test func theChainIsVerifiedAndItsHeadCanBeNotedDown() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder, 5)
        let reply = try await plane.send("GET", "/ledger/verify").json
        #expect(reply["ok"] == true)
        #expect(reply["rows"] == 5)
        let head = try #require(reply["head"]?.string)
        #expect(try await plane.send("GET", "/ledger/verify?anchor=\(head)").json["ok"] == true)
        let other = head.dropLast() + (head.hasSuffix("0") ? "1" : "0")
        #expect(try await plane.send("GET", "/ledger/verify?anchor=\(other)").json["ok"] == false)
        #expect(try await plane.send("GET", "/ledger/verify?anchor=x").code == "invalid_parameter")
        _ = try await plane.send("POST", "/teams", ["name": "a"])
        let audit = try await plane.send("GET", "/audit/verify").json
        #expect(audit["ok"] == true)
        #expect(audit["entries"] == 1)
        let anchor = try #require(audit["head"]?.string)
        #expect(try await plane.send("GET", "/audit/verify?anchor=\(anchor)").json["ok"] == true)
    }

    @Test(arguments: [LedgerExport.Format.csv, .jsonLines])
    func exportsAreStreamedInPieces(_ format: LedgerExport.Format) async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder, 600)
        let table = try OperationTable(Services(plane.parts))
        let operation = try #require(table.operations.first { $0.id == "exportRequests" })
        let answer = try await operation.handle(
            AdminRequest(
                caller: Caller(actor: .adminToken, isSecure: false, request: "r"),
                route: operation.route,
                parameters: [:],
                query: try Query("format=\(format.rawValue)", allowed: ["format"]),
                body: nil,
                tags: EntityTags(match: nil, noneMatch: nil)
            )
        )
        guard case .stream(let type, let open) = answer.body else {
            Issue.record("not streamed")
            return
        }
        #expect(type == format.contentType)
        let next = open()
        var pieces = 0
        var bytes: [UInt8] = []
        while let piece = try await next() {
            pieces += 1
            bytes += piece.readableBytesView
        }
        #expect(pieces > 2)
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        switch format {
        case .csv:
            #expect(lines.count == 601)
            // No text of a caller's becomes a formula in somebody's spreadsheet.
            #expect(lines.contains { $0.contains("'=cmd()") })
        case .jsonLines:
            #expect(lines.count == 600)
            #expect(lines.allSatisfy { (try? JSONValue(parsing: String($0)))?["entry"] != nil })
        }
    }

    @Test func noSecretOfTheConfigurationIsShown() async throws {
        let plane = try await TestPlane()
        for path in ["/config", "/providers", "/providers/openai", "/models/chat", "/models"] {
            let reply = try await plane.send("GET", path)
            #expect(reply.status == 200)
            for secret in [TestPlane.adminToken, "sk-provider-secret", "header-secret-value"] {
                #expect(!reply.text.contains(secret), "\(path)")
            }
        }
        let provider = try await plane.send("GET", "/providers/openai").json
        #expect(provider["api_keys"]?[0]?["value"] == "***")
        #expect(provider["headers"]?["x-org"] == "***")
        #expect(provider["health"]?[0]?["in_flight"] == 2)
    }

    @Test func aReloadThatFailsSaysWhyAndIsWrittenDown() async throws {
        let plane = try await TestPlane()
        #expect(try await plane.send("POST", "/config/reload").status == 204)
        plane.meters.reloadProblems.withLock { $0 = ["line 3: unknown field", "line 9: no such provider"] }
        let reply = try await plane.send("POST", "/config/reload")
        #expect(reply.status == 409)
        #expect(reply.json["error"]?["problems"]?.array?.count == 2)
        let actions = try await plane.send("GET", "/audit").json["rows"]?.array?.map { $0["action"]?.string }
        #expect(actions == ["config.reload_refused", "config.reload"])
    }

    @Test func pricesAreFoundByNameAndComeInPages() async throws {
        let plane = try await TestPlane()
        let page = try await plane.send("GET", "/prices?limit=1000").json
        #expect(page["rows"]?.array?.count == 1000)
        #expect(page["next"]?.string != nil)
        let price = try await plane.send("GET", "/prices/openai%2Fgpt-4o")
        #expect(price.status == 200)
        #expect(price.json["tables"]?.array?.last?["prices"]?["input_per_million"]?.string != nil)
        #expect(try await plane.send("GET", "/prices/openai%2Fno-such-model").status == 404)
        #expect(try await plane.send("GET", "/prices?source=own").json["rows"] == [])
    }

    @Test func alertsAreSeenOnceByName() async throws {
        let plane = try await TestPlane()
        let user = try await plane.user("lead", .teamAdmin, teams: ["dev"])
        for team in ["dev", "ops"] {
            _ = try await plane.store.raise([
                StoredAlert(
                    id: "team:\(team)~month~threshold_500~2026-11",
                    time: 5,
                    scope: "team:\(team)",
                    team: team,
                    body: Array("{\"kind\":\"threshold_500\"}".utf8)
                )
            ])
        }
        let session = try await plane.session(user)
        let rows = try await plane.send("GET", "/alerts?open=true", as: session).json["rows"]?.array
        #expect(rows?.count == 1)
        #expect(rows?.first?["detail"]?["kind"] == "threshold_500")
        let id = "team:dev~month~threshold_500~2026-11"
        let seen = try await plane.send("POST", "/alerts/\(id)/acknowledge", ["reason": "known"], as: session)
        #expect(seen.json["acknowledged_by"]?.string == user.id)
        let foreign = "team:ops~month~threshold_500~2026-11"
        #expect(try await plane.send("POST", "/alerts/\(foreign)/acknowledge", as: session).status == 404)
        #expect(try await plane.send("GET", "/alerts?open=true", as: session).json["rows"] == [])
    }

    /// Whoever belongs to several teams reads what belongs to any of them, in one question.
    @Test func somebodyOfSeveralTeamsReadsThemAll() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder, 10)
        let session = try await plane.session(try await plane.user("lead", .teamAdmin, teams: ["dev", "ops", "hr"]))
        let other = try await plane.session(try await plane.user("other", .teamAdmin, teams: ["dev", "hr"]))
        let usage = try await plane.send("GET", "/usage", as: session).json
        #expect(usage["total"]?["requests"] == 10)
        #expect(usage["rows"]?.array?.map { $0["key"]?.string } == ["dev", "ops"])
        #expect(try await plane.send("GET", "/usage", as: other).json["total"]?["requests"] == 5)
        #expect(try await plane.send("GET", "/usage?team=dev", as: session).json["total"]?["requests"] == 5)
        #expect(try await plane.send("GET", "/ledger", as: session).json["rows"]?.array?.count == 10)
        #expect(try await plane.send("GET", "/ledger?team=ops", as: session).json["rows"]?.array?.count == 5)
        #expect(try await plane.send("GET", "/ledger?team=ops", as: other).json["rows"] == [])
        #expect(try await plane.send("GET", "/ledger?team=qa", as: session).json["rows"] == [])
        for team in ["dev", "ops", "qa"] {
            _ = try await plane.store.raise([
                StoredAlert(id: "alert-\(team)", time: 5, scope: "team:\(team)", team: team, body: Array("{}".utf8))
            ])
        }
        let alerts = try await plane.send("GET", "/alerts", as: session).json["rows"]?.array
        #expect(alerts?.map { $0["id"]?.string } == ["alert-ops", "alert-dev"])
        #expect(try await plane.send("GET", "/alerts?team=qa", as: session).json["rows"] == [])
        #expect(try await plane.send("GET", "/alerts?team=ops", as: other).json["rows"] == [])
    }
}
