import Governance
import Store
import Testing

@Suite("Every store keeps alerts")
struct AlertConformance {
    private func alert(_ id: String, time: Int64 = 1, team: String? = nil) -> StoredAlert {
        StoredAlert(id: id, time: time, scope: "team:a", team: team, body: Array(id.utf8))
    }

    @Test(arguments: StoreFactory.all)
    func `An alert is raised once`(_ factory: StoreFactory) async throws {
        try await factory { store in
            #expect(try await store.raise([]).isEmpty)
            #expect(try await store.raise([alert("a"), alert("b")]) == [alert("a"), alert("b")])
            #expect(try await store.raise([alert("b", time: 9), alert("c"), alert("c")]) == [alert("c")])
            let all = try await store.alerts(teams: nil, onlyOpen: false, page: .init()).rows
            #expect(all == [alert("c"), alert("b"), alert("a")])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `What an alert says can be said anew, and nothing else of it changes`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.raise([alert("a", team: "t"), alert("b")])
            _ = try await store.acknowledgeAlert(id: "a", at: 50, audit: Samples.audit())
            try await store.amendAlert(id: "a", body: [1, 2])
            try await store.amendAlert(id: "x", body: [3])
            var expected = alert("a", team: "t")
            expected.acknowledged = 50
            expected.acknowledgedBy = Samples.audit().actor.id
            expected.body = [1, 2]
            #expect(try await store.alerts(teams: nil, onlyOpen: false, page: .init()).rows == [alert("b"), expected])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Who has seen an alert first stays noted, with one audit entry`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.raise([alert("a"), alert("b")])
            let first = Samples.audit("alert.acknowledge", actor: "u1")
            let seen = try await store.acknowledgeAlert(id: "a", at: 50, audit: first)
            #expect(seen.acknowledged == 50)
            #expect(seen.acknowledgedBy == "u1")
            let again = Samples.audit("alert.acknowledge", actor: "u2")
            #expect(try await store.acknowledgeAlert(id: "a", at: 60, audit: again) == seen)
            #expect(
                try await code { _ = try await store.acknowledgeAlert(id: "x", at: 60, audit: again) } == .notFound
            )
            #expect(try await store.auditRecords(where: .all, page: .init()).rows.map(\.entry) == [first])
            #expect(try await store.alerts(teams: nil, onlyOpen: true, page: .init()).rows.map(\.id) == ["b"])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Alerts are shown by team and page, and forgotten only when seen`(_ factory: StoreFactory) async throws {
        try await factory { store in
            for index in 0..<5 {
                _ = try await store.raise([alert("\(index)", time: Int64(index), team: index < 3 ? "a" : "b")])
            }
            var ids: [String] = []
            var cursor: PageCursor?
            repeat {
                let wanted = PageRequest(limit: 2, after: cursor)
                let page = try await store.alerts(teams: ["a", "c"], onlyOpen: false, page: wanted)
                ids += page.rows.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(ids == ["2", "1", "0"])
            for (teams, count) in [(["a", "b"], 5), (["b"], 2), ([], 0)] as [(Set<String>, Int)] {
                #expect(try await store.alerts(teams: teams, onlyOpen: false, page: .init()).rows.count == count)
            }
            #expect(try await store.alert(id: "3") == alert("3", time: 3, team: "b"))
            #expect(try await store.alert(id: "9") == nil)
            for id in ["1", "4"] { _ = try await store.acknowledgeAlert(id: id, at: 9, audit: Samples.audit()) }
            #expect(try await store.removeAlerts(raisedBefore: 4) == 1)
            let left = try await store.alerts(teams: nil, onlyOpen: false, page: .init()).rows
            #expect(left.map(\.id) == ["4", "3", "2", "0"])
        }
    }
}
