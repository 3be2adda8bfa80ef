import JSONText
import ModelAPI
import Testing

@Suite("Golden: recorded whole answers", .enabled(if: Recordings.areAvailable, Recordings.missing))
struct GoldenAnswerTests {
    private let request = ChatRequest(model: "m")

    @Test("each says the same to a client of every dialect", arguments: GoldenRecording.answers, DialectID.allCases)
    func meaning(_ recording: GoldenRecording, client: DialectID) throws {
        let provider = Dialects.dialect(recording.provider)
        let response = try provider.readResponse(try Recordings.json(recording.path))
        let source = try AnswerMeaning(AssembledAnswer(response))
        #expect(source.stop != nil && source.input > 0 && source.output > 0)
        #expect(!source.text.isEmpty || !source.calls.isEmpty || source.stop == .filtered)

        let written = Dialects.dialect(client).writeResponse(response, to: request).body
        let answer = WholeAnswer(written, of: client)
        #expect(answer.violations == [])
        #expect(answer.said == client.visible(source))
        let read = try Dialects.dialect(client).readResponse(written)
        #expect(try AnswerMeaning(AssembledAnswer(read)) == source)
    }

    @Test("signatures come back from a client of every dialect", arguments: GoldenRecording.answers, DialectID.allCases)
    func signatures(_ recording: GoldenRecording, client: DialectID) throws {
        let provider = Dialects.dialect(recording.provider)
        let response = try provider.readResponse(try Recordings.json(recording.path))
        let written = Dialects.dialect(client).writeResponse(response, to: request).body
        let read = try Dialects.dialect(client).readResponse(written)
        #expect(read.signatures.isSuperset(of: response.signatures))
    }

    @Test("usage found without a tree is the answer's usage, before and after", arguments: GoldenRecording.answers)
    func usage(_ recording: GoldenRecording) throws {
        let bytes = try Recordings.bytes(recording.path)
        let response = try Dialects.dialect(recording.provider).readResponse(try JSONValue(parsing: bytes))
        #expect(try Dialects.dialect(recording.provider).usage(of: bytes.span) == response.usage)
        for client in DialectID.allCases {
            let dialect = Dialects.dialect(client)
            let written = dialect.writeResponse(response, to: request).body
            let bytes = written.bytes
            #expect(try dialect.usage(of: bytes.span) == dialect.readResponse(written).usage)
        }
    }

    @Test("a body that is cut at any byte is no answer", arguments: GoldenRecording.answers)
    func cuts(_ recording: GoldenRecording) throws {
        let bytes = try Recordings.bytes(recording.path)
        let end = (bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0) + 1
        for cut in 0..<end where cut < 512 || end - cut < 512 || cut % 7 == 0 {
            let value = try? JSONValue(parsing: Array(bytes[..<cut]))
            #expect(value == nil, "cut at \(cut)")
        }
    }

    @Test(
        "recorded errors keep what they mean towards a client of every dialect",
        arguments: [
            (
                DialectID.gemini, "gemini/google-429-retry-info.json", 429,
                APIError.Kind.rateLimited, Double?.some(34.4)
            ),
            (.openAIChat, "openai/reasoning-model-legacy-parameter-error.json", 400, .invalidRequest, nil),
        ]
    )
    func errors(_ provider: DialectID, _ path: String, _ status: Int, _ kind: APIError.Kind, _ wait: Double?) throws {
        let bytes = try Recordings.bytes(path)
        let error = Dialects.dialect(provider).readError(status: status, body: bytes.span) { _ in nil }
        #expect(error.kind == kind)
        #expect(error.retryAfter == wait)
        for client in DialectID.allCases {
            let written = Dialects.dialect(client).writeError(error, requestID: "r")
            #expect(written.status == status)
            let body = written.body.bytes
            let read = Dialects.dialect(client).readError(status: written.status, body: body.span) { _ in nil }
            #expect(read.kind == kind, "\(client)")
        }
    }
}

extension DialectID {
    /// What a client of this dialect can see of a meaning.
    func visible(_ meaning: AnswerMeaning) -> AnswerMeaning {
        var said = meaning
        // Ids that the dialect's reader has made up never go on the wire.
        if self == .gemini {
            for index in said.calls.indices where said.calls[index].id.hasPrefix("call_km") {
                said.calls[index].id = ""
            }
        }
        return said
    }
}

extension ChatResponse {
    /// The providers' opaque tokens.
    fileprivate var signatures: Set<OpaqueToken> {
        Set(
            choices.flatMap(\.parts).compactMap { part in
                switch part {
                case .text(let text): text.signature
                case .thinking(let thinking): thinking.signature
                case .redactedThinking(let token): token
                case .toolCall(let call): call.signature
                default: nil
                }
            }
        )
    }
}
