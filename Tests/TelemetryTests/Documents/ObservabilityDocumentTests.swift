import Foundation
import Telemetry
import Testing

/// Docs/observability.md says what the definitions say. `KANMON_UPDATE_DOCUMENTS=1` brings it up to date.
struct ObservabilityDocumentTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Docs/observability.md")

    @Test func isUpToDate() throws {
        let document = try String(contentsOf: Self.file, encoding: .utf8)
        let updated = try #require(ObservabilityDocument.updated(document), "the marks of a part are missing")
        if ProcessInfo.processInfo.environment["KANMON_UPDATE_DOCUMENTS"] == "1" {
            try updated.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                document == updated,
                "run: KANMON_UPDATE_DOCUMENTS=1 swift test --filter ObservabilityDocumentTests"
            )
        }
    }

    @Test func everyMetricStandsInIt() throws {
        let document = try String(contentsOf: Self.file, encoding: .utf8)
        for family in MetricCatalog.all { #expect(document.contains("`\(family.name)`"), "\(family.name)") }
    }

    @Test func aDocumentWithoutMarksIsNotTouched() { #expect(ObservabilityDocument.updated("# Metrics\n") == nil) }
}
