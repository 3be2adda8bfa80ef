import Caching
import JSONText
import ModelAPI
import Testing

/// Providers cache bytes: a prompt that begins as an earlier one did must be written as that one was.
@Suite("Translated prompts")
struct PrefixStabilityTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &+ 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }

        mutating func word() -> String {
            ["alpha", "β", "日本語", "a \"quoted\" one", "line\nbreak", "1.50", "{}", "é"].randomElement(using: &self)
                ?? ""
        }

        /// A schema with its keys in no order.
        mutating func schema() -> JSONValue {
            var members = ["type", "properties", "required", "description", "zeta", "alpha"].shuffled(using: &self)
            members = members.filter { $0.count > 4 || Bool.random(using: &self) } + ["x"]
            var object = JSONObject()
            for name in members {
                switch name {
                case "type": object.append("type", "object")
                case "properties": object.append("properties", ["b": ["type": "string"], "a": ["type": "number"]])
                case "required": object.append("required", ["b"])
                default: object.append(name, .string(word()))
                }
            }
            if object["type"] == nil { object.append("type", "object") }
            return .object(object)
        }
    }

    /// One or two turns of the person, with all that comes between.
    private func rounds(_ count: Int, from first: Int, _ random: inout Random) -> [Message] {
        var messages: [Message] = []
        for round in first..<(first + count) {
            messages.append(Message(.user, "question \(round) \(random.word())"))
            if Bool.random(using: &random) {
                let id = "call_\(round)"
                let arguments = #"{"b":"\#(round)","a":1.50}"#
                messages.append(Message(.assistant, [.toolCall(ToolCall(id: id, name: "tool0", arguments: arguments))]))
                let result = ToolResult(callID: id, name: "tool0", content: [.text(TextPart(random.word()))])
                messages.append(Message(.user, [.toolResult(result)]))
            }
            messages.append(Message(.assistant, "answer \(round) \(random.word())"))
        }
        return messages + [Message(.user, "and? \(first + count) \(random.word())")]
    }

    private func written(_ request: ChatRequest, _ surface: DialectID, _ target: DialectID) throws -> [UInt8] {
        let profile = TargetProfile(model: "claude-sonnet-4-5")
        // What the caller writes, in its own dialect.
        let body = try Dialects.dialect(surface).writeRequest(request, for: profile).body
        let model = surface == .gemini ? "m" : nil
        let stream = surface == .gemini ? false : nil
        let read = try Dialects.dialect(surface).readRequest(body, model: model, stream: stream)
        return try Dialects.dialect(target).writeRequest(read, for: profile).body.bytes
    }

    @Test(
        "begin with the same bytes as long as they say the same",
        arguments: DialectID.allCases,
        DialectID.allCases
    )
    func prefixes(surface: DialectID, target: DialectID) throws {
        for seed in 1...40 {
            var random = Random(state: UInt64(seed))
            var request = ChatRequest(model: "m")
            request.maxTokens = 100
            for index in 0...Int.random(in: 0...3, using: &random) {
                request.tools.append(
                    .function(
                        FunctionTool(name: "tool\(index)", description: random.word(), parameters: random.schema())
                    )
                )
            }
            let system = Message(.system, "system \(random.word())")
            let short = rounds(Int.random(in: 0...3, using: &random), from: 0, &random)
            // The person's last turn is answered, and the conversation goes on.
            let long = short + [Message(.assistant, "more")] + rounds(1, from: 9, &random)
            request.messages = [system] + short
            var grown = request
            grown.messages = [system] + long
            grown.maxTokens = 200
            grown.sampling.temperature = JSONNumber("0.5")

            let one = try written(request, surface, target)
            #expect(try written(request, surface, target) == one)
            let two = try written(grown, surface, target)
            let base = try #require(Prompts.outline(one, target))
            let more = try #require(Prompts.outline(two, target))
            #expect(base.pieces.count < more.pieces.count)
            for (left, right) in zip(base.pieces, more.pieces) {
                #expect(left.digest == right.digest, "\(surface) → \(target), seed \(seed)")
                #expect(Array(one[left.range]) == Array(two[right.range]), "\(surface) → \(target), seed \(seed)")
            }
        }
    }
}
