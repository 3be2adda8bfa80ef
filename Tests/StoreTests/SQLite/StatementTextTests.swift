import Foundation
import Testing

@Suite("Statements' texts")
struct StatementTextTests {
    private static let sources: [String: String] = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let folder = root.appendingPathComponent("Sources/Store")
        var sources: [String: String] = [:]
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            ?? .init()
        where file.pathExtension == "swift" {
            sources[file.lastPathComponent] = try? String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }()

    /// The string literals of a Swift source, one-line and multi-line.
    private func literals(of source: String) -> [String] {
        source.components(separatedBy: "\"\"\"").enumerated().flatMap { index, part in
            if index % 2 == 1 { return [part] }
            return part.components(separatedBy: "\n").flatMap { line in
                line.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            }
        }
    }

    @Test func `Nothing is interpolated into SQL`() throws {
        #expect(Self.sources.count > 20)
        let words = [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "PRAGMA ", "WHERE ", "ORDER BY",
        ]
        var statements = 0
        for (name, source) in Self.sources {
            for literal in literals(of: source) where words.contains(where: literal.contains) {
                statements += 1
                #expect(!literal.contains("\\("), "\(name): \(literal)")
            }
        }
        #expect(statements > 40)
    }

    @Test func `SQL is a literal or a query whose parts are literals`() throws {
        for (name, source) in Self.sources {
            for (index, part) in source.components(separatedBy: "sql: ").enumerated() where index > 0 {
                let isLiteral = part.drop { $0.isWhitespace }.hasPrefix("\"")
                // The one property that queries keep their text in, and its uses.
                let isQuery = name == "SQLQuery.swift" && (part.hasPrefix("sql)") || part.hasPrefix("String\n"))
                #expect(isLiteral || isQuery, "\(name): \(part.prefix(40))")
            }
        }
    }
}
