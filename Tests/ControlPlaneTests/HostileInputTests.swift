import Governance
import JSONText
import Store
import Testing

@testable import ControlPlane

/// Ids, cursors, filters and bodies that want to break something, on every route: never a 500, and nothing is changed.
@Suite struct HostileInputTests {
    static let texts = [
        "' OR '1'='1", "'; DROP TABLE documents; --", "\" OR 1=1 --", "1); DELETE FROM audit; --", "%", "_", "*",
        "../../etc/passwd", "..", ".", "{}", "[]", "null", "-1", "0", "99999999999999999999999999", "NaN", "1e309",
        "\u{202E}gnp", "👩‍👩‍👧‍👦", "İstanbul", "e\u{301}", "\u{FEFF}", "key_", "key_' --", "file:",
        "user_00000000000000000000",
        "team:", "team:alpha~", "~", "~~~", "team:alpha~month' --", "key-model:a/b~c", "organization:~x",
        "organization:acme~' --",
        String(repeating: "a", count: 5000), String(repeating: "é", count: 3000), String(repeating: "z", count: 32),
        String(repeating: "v", count: 32), String(repeating: "ff", count: 4000), "616c6c", "00",
    ]
    /// As they stand in an address: escaped wrongly, or escaping what no text of ours has.
    static let raw = ["%00", "%zz", "%", "%2", "%ff%fe", "%c0%af", "%2e%2e%2f", "a%0d%0ax-evil:1", "%ed%a0%80", "a%7f"]

    private static func hostile(_ route: AdminRoute) -> [String] {
        let segments = texts.map(PathText.encoded) + raw
        guard route.template.contains("{") else { return [route.template] }
        return segments.map { segment in
            route.template.split(separator: "/").map { $0.hasPrefix("{") ? segment : String($0) }
                .reduce("") { $0 + "/" + $1 }
        }
    }

    static let bodies: [[UInt8]] =
        [
            "", "{", "[]", "null", "\"x\"", "1", "{\"a\":}", "{} {}", "{\"name\":null}", "{\"name\":\"' OR 1=1 --\"}",
            "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":{\"$ne\":1}}", "{\"name\":[],\"team\":{}}",
            "{\"name\":\"x\",\"limits\":{\"requests_per_minute\":1e400}}",
            "{\"name\":\"x\",\"limits\":{\"requests_per_minute\":-9223372036854775809}}",
            "{\"name\":\"x\",\"budgets\":[{\"amount\":\"1e99\",\"period\":\"month\"}]}",
            "{\"name\":\"x\",\"budgets\":[{\"amount\":\"NaN\",\"period\":\"month\"}],\"expires\":\"9999-99-99\"}",
            "{\"scope\":\"team:alpha' --\",\"limit\":\"concurrent\",\"amount\":9223372036854775807}",
            "{\"scope\":\"key-model:a/b\",\"limit\":\"concurrent\",\"amount\":1}", "{\"scope\":7}",
            "{\"amount\":\"99999999999999999999999999999999999999999\",\"until\":\"9999-12-31T23:59:59Z\",\"reason\":\"x\"}",
            "{\"tokens\":9223372036854775807,\"until\":\"9999-12-31T23:59:59Z\",\"reason\":\"x\"}",
            "{\"overlap_seconds\":9223372036854775807}", "{\"overlap_seconds\":-1}", "{\"reason\":7}",
            "{\"password\":7}", "{\"password\":\"\"}", "{\"name\":\"\\u0000\",\"password\":\"\\u0000\"}",
            "{\"current\":\"a\",\"new\":\"b\"}", "{\"token\":\"' OR 1=1\",\"name\":\"x\",\"password\":\"y\"}",
            "{\"metadata\":{\"a\":{\"b\":{}}}}", "{\"source\":\"file\",\"version\":7,\"id\":\"x\"}",
        ].map { Array($0.utf8) }
        + [
            [0xFF, 0xFE], Array("{\"name\":\"".utf8) + [0xC0, 0xAF] + Array("\"}".utf8),
            Array(String(repeating: "{\"a\":", count: 5000).utf8), Array(String(repeating: "[", count: 100_000).utf8),
            Array("{\"name\":\"\(String(repeating: "x", count: 2 << 20))\"}".utf8),
        ]

    struct Route: Sendable, CustomTestStringConvertible {
        let index: Int
        var route: AdminRoute { AdminRoute.all[index] }
        var testDescription: String { "\(route.method.rawValue) \(route.template)" }
    }

    private static let routes = AdminRoute.all.indices.map { Route(index: $0) }

    private func check(_ reply: TestPlane.Reply, _ what: String) {
        #expect(reply.status < 500, "\(what.prefix(200)): \(reply.status) \(reply.text.prefix(200))")
        if reply.status >= 400 { #expect(reply.code != nil, "\(what.prefix(200))") }
    }

    @Test(arguments: routes)
    func idsQueriesAndBodiesNeverBreakARoute(_ route: Route) async throws {
        let folder = try TemporaryFolder()
        let plane = try await StoreKind.sqlite.plane(folder)
        let route = route.route
        try await plane.keep(Organization(name: "acme", revision: Revision(at: Timestamp(seconds: 1))))
        try await plane.keep(
            Team(
                name: "alpha",
                budgets: [BudgetPolicy(name: "month", amount: .tokens(1), period: .month)],
                revision: Revision(at: Timestamp(seconds: 1))
            )
        )
        let method = route.method.rawValue
        for path in Self.hostile(route) {
            check(try await plane.send(method, path, route.isChanging ? [:] : nil), path)
        }
        let plain = route.template.replacing("{name}", with: "alpha").replacing("{id}", with: "team:alpha~month")
            .replacing("{entry}", with: "x").replacing("{model}", with: "x")
        let table = try OperationTable(Services(plane.parts))
        let operation = try #require(table.operations.first { $0.route == route })
        for parameter in operation.query.map(\.name) + ["unknown"] {
            for value in Self.texts.map({ PathText.encoded($0).replacing("&", with: "%26").replacing("+", with: "%2B") }
            )
                + Self.raw
            {
                check(try await plane.send(method, "\(plain)?\(parameter)=\(value)"), "\(plain)?\(parameter)=\(value)")
            }
        }
        if route.isChanging {
            for body in Self.bodies {
                for type in ["application/json", "text/plain", ""] {
                    let reply = try await plane.send(
                        method,
                        plain,
                        bytes: body,
                        fields: [(name: "content-type", value: type)]
                    )
                    check(reply, String(decoding: body.prefix(100), as: UTF8.self))
                    if !body.isEmpty, type != "application/json" {
                        #expect(reply.status == 415 || reply.status == 413, "\(type)")
                    }
                }
            }
        }
        // Whatever was tried, the log is whole and nobody has lost or gained anything that was not asked for.
        #expect(try await plane.store.verifyAudit(anchor: nil).problem == nil)
        if route.method != .delete { #expect(plane.keeper.directory.organizations["acme"] != nil) }
    }

    @Test func unknownPathsMethodsAndParametersAreRefused() async throws {
        let plane = try await TestPlane()
        for path in ["", "/", "/nothing", "/keys/", "//keys", "/keys//x", "/keys/x/y/z", "/keys/x/rotate/"] {
            let reply = try await plane.send("GET", path)
            #expect(reply.status == 404, "\(path)")
            #expect(reply.code == "not_found")
        }
        let reply = try await plane.send("PUT", "/keys/x")
        #expect(reply.status == 405)
        #expect(Set((reply["allow"] ?? "").split(separator: ", ")) == ["GET", "PATCH", "DELETE"])
        #expect(try await plane.send("HEAD", "/keys").status == 405)
        #expect(try await plane.send("GET", "/keys?colour=red").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/keys?name=a&name=b").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/keys?limit=0").code == "invalid_parameter")
        #expect(try await plane.send("GET", "/keys?cursor=zz").code == "invalid_cursor")
        let unknown = try await plane.send(
            "POST",
            "/teams",
            ["name": "a", "budgets": [["amout": "1", "period": "day"]]]
        )
        #expect(unknown.status == 400)
        #expect(unknown.json["error"]?["problems"]?.array?.contains { $0["field"] == "budgets[0].amout" } == true)
    }
}
