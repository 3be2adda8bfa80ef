import Foundation
import JSONText
import Testing

@testable import SimulatedProvider

/// Answers have the members that recorded answers of the real providers have, as far as both say the same thing.
@Suite struct RecordingShapeTests {
    /// The folder of recordings beside the repository; the tests are skipped where it is missing.
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/recordings")

    private static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    private static func recorded(_ name: String) throws -> [JSONValue] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        guard name.hasSuffix(".txt") else { return [try JSONValue(parsing: text)] }
        return try text.split(whereSeparator: \.isNewline).map { try JSONValue(parsing: String($0)) }
    }

    /// The paths of all members, array positions left out.
    private static func paths(_ value: JSONValue, _ prefix: String = "") -> Set<String> {
        switch value {
        case .object(let object):
            object.reduce(into: []) { out, member in
                let path = "\(prefix).\(member.name)"
                out.insert(path)
                out.formUnion(paths(member.value, path))
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(paths($1, prefix + "[]")) }
        default: []
        }
    }

    @Test(
        "members agree with the recordings",
        .enabled(if: isThere, "the recordings are not beside the repository"),
        arguments: [
            ("openai/openai-text.json", "/v1/chat/completions", Requests.openAI("x"), Set<String>()),
            (
                "openai/openai-text.chunks.txt", "/v1/chat/completions",
                Requests.openAI("x", ["stream": true, "stream_options": ["include_usage": true]]),
                // Padding against length side channels, which carries nothing.
                [".obfuscation"]
            ),
            ("anthropic/anthropic-text.json", "/v1/messages", Requests.anthropic("x"), [".usage.inference_geo"]),
            (
                "anthropic/anthropic-text.chunks.txt", "/v1/messages", Requests.anthropic("x", ["stream": true]),
                [".message.usage.inference_geo"]
            ),
            (
                "anthropic/anthropic-refusal.json", "/v1/messages", Requests.anthropic("please refuse"),
                [".usage.inference_geo"]
            ),
            (
                "anthropic/anthropic-refusal.chunks.txt", "/v1/messages",
                Requests.anthropic("please refuse", ["stream": true]), [".message.usage.inference_geo"]
            ),
            (
                "gemini/google-text.json", "/v1beta/models/m:generateContent",
                Requests.gemini("x", ["generationConfig": ["thinkingConfig": ["includeThoughts": true]]]), []
            ),
            (
                "gemini/google-tool-call.json", "/v1beta/models/m:generateContent",
                Requests.gemini(
                    "call weather location=here",
                    [
                        "generationConfig": ["thinkingConfig": [:]],
                        "tools": [
                            [
                                "functionDeclarations": [
                                    [
                                        "name": "weather",
                                        "parameters": [
                                            "type": "OBJECT", "properties": ["location": ["type": "STRING"]],
                                        ],
                                    ]
                                ]
                            ]
                        ],
                    ]
                ), []
            ),
        ] as [(String, String, JSONValue, Set<String>)]
    )
    func members(recording: String, target: String, body: JSONValue, unsaid: Set<String>) throws {
        let exchange = Exchange(target, body)
        let ours = recording.hasSuffix(".txt") ? exchange.events : [exchange.json]
        let wanted = try Self.recorded(recording).reduce(into: Set()) { $0.formUnion(Self.paths($1)) }
        let found = ours.reduce(into: Set()) { $0.formUnion(Self.paths($1)) }
        #expect(wanted.subtracting(found).subtracting(unsaid).sorted() == [])
    }
}
