import JSONText
import ModelAPI
import Testing

@Suite("Gemini withstands hostile input")
struct GeminiHostileInputTests {
    private let dialect = GeminiDialect()

    /// The same numbers in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            // SplitMix64.
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let payloads = [
        #"{"candidates":[{"content":{"parts":[{"text":"語😀","thought":true}],"role":"model"},"index":0}],"responseId":"r","modelVersion":"m","createTime":"2026-05-04T20:01:02Z"}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"é\u00e9"},{"text":"","thoughtSignature":"UyE="}]}},{"content":{"parts":[{"text":"b"}]},"index":1}]}"#,
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","willContinue":true}}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.a[0].b","stringValue":"語","willContinue":true}],"willContinue":true}}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.a[0].b","stringValue":"x"},{"jsonPath":"$['c']","numberValue":1e3}]}}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"i","name":"g","args":{"k":[1,null]}}}]},"logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-1}]}}]}"#,
        #"{"candidates":[{"finishReason":"STOP"},{"finishReason":"SAFETY","index":1}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":2,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":3}]}}"#,
    ]

    private static let stream = Array(payloads.map { "data: \($0)\n\n" }.joined().utf8)

    @Test("every split of multibyte text gives the same events, and the same observations")
    func splits() throws {
        let whole = try StreamRun.decode(Self.stream, with: dialect)
        #expect(StreamLegality.violations(of: whole).isEmpty)
        #expect(whole.last == .end)
        #expect(
            AssembledAnswer(whole).toolCalls().map(\.arguments) == [#"{"a":[{"b":"語x"}],"c":1e3}"#, #"{"k":[1,null]}"#]
        )
        for cut in 0...Self.stream.count {
            #expect(try StreamRun.decode(Self.stream, with: dialect, cuts: [cut]) == whole)
            let observed = StreamRun.observe(Self.stream, with: dialect, cuts: [cut])
            #expect(observed.forwarded == Self.stream)
            #expect(observed.observer.sawEnd)
        }
    }

    @Test("mutated streams give legal events, and pass an observer byte by byte")
    func mutatedStreams() throws {
        var random = Seeded(state: 7)
        let odd: [UInt8] = Array("{}[]\":,0-\\n\n\r".utf8) + [0x00, 0x80, 0xC3, 0xFF]
        for _ in 0..<3_000 {
            var bytes = Self.stream
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = odd.randomElement(using: &random) ?? 0
                case 1: bytes.insert(odd.randomElement(using: &random) ?? 0, at: position)
                case 2: bytes.removeSubrange(position..<min(position + 9, bytes.count))
                default: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            let events = try StreamRun.decode(bytes, with: dialect)
            #expect(StreamLegality.violations(of: events).isEmpty)
            let observed = StreamRun.observe(bytes, with: dialect, cuts: [bytes.count / 3, bytes.count / 2])
            #expect(observed.forwarded + observed.leftOver == bytes)
            _ = StreamRun.encode(events, with: dialect, for: ChatRequest(model: "m"))
        }
    }

    /// Every way to replace one value of a tree by an odd one.
    private static func mutations(of value: JSONValue) -> [JSONValue] {
        let odd: [JSONValue] = [
            .null, true, -1, "", "x", [], [:], [[]], [1], ["parts": 1], .number(JSONNumber("1e999") ?? JSONNumber(0)),
            .number(JSONNumber("9223372036854775808") ?? JSONNumber(0)),
        ]
        var found = odd
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                for mutation in mutations(of: element) {
                    var copy = elements
                    copy[index] = mutation
                    found.append(.array(copy))
                }
            }
        case .object(let object):
            for member in object.members {
                for mutation in mutations(of: member.value) {
                    var copy = object
                    copy[member.name] = mutation
                    found.append(.object(copy))
                }
            }
        default: break
        }
        return found
    }

    private static let request = #"""
        {"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"a"},
        {"inlineData":{"mimeType":"image/png","data":"AA=="}},{"fileData":{"fileUri":"gs://x","mimeType":"video/mp4"}}]},
        {"role":"model","parts":[{"text":"t","thought":true,"thoughtSignature":"a2FubW9uOg=="},
        {"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"S"},{"functionCall":{"name":"f"}}]},
        {"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"result":1},
        "parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}},{"functionResponse":{"name":"f","response":{"error":"x"}}}]}],
        "tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT","nullable":true,
        "propertyOrdering":["b"],"required":["b"],"properties":{"b":{"type":"STRING","enum":["x"],"maxLength":"3"}}}}]},{"googleSearch":{}}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f","g"]}},"serviceTier":"flex",
        "generationConfig":{"temperature":0.5,"topK":3,"candidateCount":2,"maxOutputTokens":5,"stopSequences":["x"],
        "responseMimeType":"application/json","responseSchema":{"type":"ARRAY","items":{"type":"STRING"}},"responseLogprobs":true,
        "logprobs":2,"responseModalities":["TEXT"],"thinkingConfig":{"thinkingBudget":5,"thinkingLevel":"LOW","includeThoughts":true}}}
        """#

    @Test("a request with any value replaced is read or refused by name, and what is read can be written")
    func mutatedRequests() throws {
        let valid = try JSONValue(parsing: Self.request)
        let target = TargetProfile(model: "gemini-3-pro-preview")
        _ = try dialect.writeRequest(try dialect.readRequest(valid, model: "m", stream: nil), for: target)
        var refused = 0
        for body in Self.mutations(of: valid) {
            do {
                let request = try dialect.readRequest(body, model: "m", stream: nil)
                let written = try dialect.writeRequest(request, for: target)
                #expect(written.body["contents"]?.array?.isEmpty == false)
            } catch {
                refused += 1
                #expect(error.kind == .invalidRequest)
                #expect(error.parameter != nil || body.object == nil || body["contents"] == nil)
            }
        }
        #expect(refused > 500)
    }

    @Test("an answer with any value replaced is read or is the provider's fault, streamed too")
    func mutatedAnswers() throws {
        for payload in Self.payloads {
            for body in Self.mutations(of: try JSONValue(parsing: payload)) {
                do {
                    let response = try dialect.readResponse(body)
                    _ = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
                } catch {
                    #expect(error.kind == .upstreamError)
                }
                let bytes = Array("data: \(body.text)\n\n".utf8)
                let events = try StreamRun.decode(bytes, with: dialect)
                #expect(StreamLegality.violations(of: events).isEmpty)
                #expect(StreamRun.observe(bytes, with: dialect).forwarded == bytes)
            }
        }
    }

    @Test("errors with any value replaced give an error")
    func mutatedErrors() throws {
        let body = try JSONValue(
            parsing:
                #"{"error":{"code":429,"message":"m","status":"S","details":[{"retryDelay":"1s","violations":[{"quotaId":"q"}]}]}}"#
        )
        for mutation in Self.mutations(of: body) {
            let error = dialect.readError(status: 429, body: mutation.bytes.span) { _ in nil }
            #expect(error.kind == .rateLimited)
            #expect(error.retryAfter.map { $0 >= 0 && $0.isFinite } ?? true)
        }
    }

    @Test("an event of megabytes passes whole")
    func largeEvent() throws {
        let text = String(repeating: "語 ", count: 700_000)
        let stream = Array(
            #"data: {"candidates":[{"content":{"parts":[{"text":"\#(text)"}]},"finishReason":"STOP"}]}"#.utf8
        )
        let ending = Array("\n\n".utf8)
        let cuts = Array(Swift.stride(from: 0, to: stream.count, by: 65_536))
        let events = try StreamRun.decode(stream + ending, with: dialect, cuts: cuts)
        #expect(AssembledAnswer(events).text() == text)
        let observed = StreamRun.observe(stream + ending, with: dialect, cuts: cuts)
        #expect(observed.forwarded.count == stream.count + 2)
        #expect(observed.observer.sawEnd)
    }

    @Test("a schema as deep as JSON may be is converted")
    func deepSchema() throws {
        let depth = 400
        let schema =
            String(repeating: #"{"type":"ARRAY","items":"#, count: depth) + #"{"type":"STRING"}"#
            + String(repeating: "}", count: depth)
        let body =
            #"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":\#(schema)}]}]}"#
        let request = try dialect.readRequest(try JSONValue(parsing: body), model: "m", stream: nil)
        guard case .function(let tool)? = request.tools.first else {
            Issue.record("no function")
            return
        }
        #expect(tool.parameters?.text.contains("STRING") == false)
    }
}
