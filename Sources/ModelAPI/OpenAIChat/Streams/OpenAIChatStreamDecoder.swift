import JSONText

/// Reads a streamed Chat Completions answer: chunks as `data:` lines, `[DONE]` last.
struct OpenAIChatStreamDecoder: StreamDecoder {
    /// The most choices an answer has.
    private static let choiceLimit = 128
    /// The most bytes of calls kept back while another call is being written, in bytes over all choices.
    private static let waitingLimit = 8 << 20

    private var start: StreamStart?
    private var choices: [Int: OpenAIChatChoiceDecoder] = [:]
    private var usage: Usage?
    /// What the usage was read from.
    private var usageCounts: JSONValue?
    private var hasEnded = false
    private var members = MemberFilter(OpenAIChatMembers.answer.subtracting(["x_groq"]))
    /// What chunks in front of the first one of the answer said: Azure's tells of filters.
    private var early: [StreamField] = []

    /// The most fields kept from in front of the answer.
    private static let earlyLimit = 64

    /// Creates a decoder at the start of a stream.
    init() {}

    mutating func decode(_ event: SSEEvent, into output: inout [StreamEvent]) {
        guard !hasEnded, !event.data.isEmpty else { return }
        if Self.isDone(event.data.span) {
            end(into: &output)
            return
        }
        guard let object = try? JSONValue(parsing: event.data).object else {
            fail(Self.malformed("an event is no JSON object"), into: &output)
            return
        }
        if let error = OpenAIChatErrorReader.find(in: object) {
            fail(error, into: &output)
        } else if event.name == "error" {
            fail(APIError(.upstreamError, "The provider failed while it was answering."), into: &output)
        } else {
            decode(object, into: &output)
        }
    }

    mutating func finish(into output: inout [StreamEvent]) {
        guard !hasEnded else { return }
        fail(APIError(.upstreamError, "The provider's answer ended before it was complete."), into: &output)
    }

    func plainDelta(in event: SSEEvent) -> PlainDelta? {
        guard event.name == nil, let chunk = try? JSONValue(parsing: event.data).object,
            chunk.isFlat(beside: "choices"), let elements = chunk["choices"]?.array, elements.count == 1,
            let choice = elements[0].object, choice.isFlat(beside: "delta"), let delta = choice["delta"]?.object,
            delta.allSatisfy({ $0.name == "content" || $0.name == "role" || $0.value.isNull }),
            let text = delta["content"]?.string, !text.isEmpty
        else { return nil }
        return PlainDelta(
            choice: choice["index"]?.int ?? 0,
            text: PlainDelta.place(of: text, behind: "\"content\":", in: event.data),
            padding: chunk["obfuscation"]?.string
                .flatMap { PlainDelta.place(of: $0, behind: "\"obfuscation\":", in: event.data) }
        )
    }

    /// Whether an event is the terminal one.
    static func isDone(_ data: Span<UInt8>) -> Bool {
        let done: StaticString = "[DONE]"
        guard data.count >= done.utf8CodeUnitCount else { return false }
        for offset in 0..<done.utf8CodeUnitCount where data[offset] != done.utf8Start[offset] { return false }
        return true
    }

    // MARK: - Chunks

    private mutating func decode(_ chunk: JSONObject, into output: inout [StreamEvent]) {
        let elements = chunk["choices"]?.array ?? []
        let others = members.others(in: chunk)
        let groq = others.isEmpty ? nil : others.first { $0.name == "x_groq" }?.value
        var usage = OpenAIChatUsage.read(chunk["usage"]) ?? OpenAIChatUsage.read(groq?["usage"])
        if let tier = chunk["service_tier"]?.string ?? start?.serviceTier {
            usage?.terms.tier = ServiceTier(named: tier)
        }
        // Azure's first chunk has neither: it tells of filters and has no id yet.
        let isOfAnswer = !elements.isEmpty || usage != nil
        if isOfAnswer { begin(chunk, into: &output) }
        for member in others {
            if member.name == "x_groq", member.value.object != nil {
                for field in AnswerMembers.others(in: member.value, than: ["usage"], at: "x_groq") {
                    keep(StreamField(field.path, field.value), into: &output)
                }
            } else {
                keep(StreamField(member.name, member.value), into: &output)
            }
        }
        guard isOfAnswer else { return }
        for element in elements {
            let index = element["index"]?.int ?? 0
            guard index >= 0, index < Self.choiceLimit else {
                fail(Self.malformed("a choice has the number \(index)"), into: &output)
                return
            }
            var choice = choices.removeValue(forKey: index) ?? OpenAIChatChoiceDecoder(index: index)
            let error = choice.decode(element, answer: start?.id ?? "", into: &output)
            let isWaiting = choice.waitingBytes > 0
            choices[index] = choice
            if let error {
                fail(error, into: &output)
                return
            }
            guard isWaiting, choices.values.reduce(0, { $0 &+ $1.waitingBytes }) > Self.waitingLimit else { continue }
            fail(Self.malformed("its tool calls are mixed up too far"), into: &output)
            return
        }
        if let usage, usage != self.usage {
            self.usage = usage
            usageCounts = chunk["usage"]
            output.append(.usage(usage))
        }
    }

    /// Passes on a field without a neutral place, behind the start.
    private mutating func keep(_ field: StreamField, into output: inout [StreamEvent]) {
        if start != nil {
            output.append(.unmapped(field))
        } else if early.count < Self.earlyLimit {
            early.append(field)
        }
    }

    private mutating func begin(_ chunk: JSONObject, into output: inout [StreamEvent]) {
        guard self.start == nil else { return }
        var start = StreamStart(id: chunk["id"]?.string ?? "", model: chunk["model"]?.string ?? "")
        start.created = chunk["created"]?.int
        start.systemFingerprint = chunk["system_fingerprint"]?.string
        start.serviceTier = chunk["service_tier"]?.string
        self.start = start
        output.append(.start(start))
        output += early.map(StreamEvent.unmapped)
        early = []
    }

    // MARK: - Endings

    private mutating func end(into output: inout [StreamEvent]) {
        guard !choices.isEmpty else {
            fail(Self.malformed("it ended without an answer"), into: &output)
            return
        }
        for index in choices.keys.sorted() {
            // Some end without a reason: the terminal event says the answer is whole.
            if let error = choices[index]?.finish(as: .object(JSONObject()), answer: start?.id ?? "", into: &output) {
                fail(error, into: &output)
                return
            }
        }
        // Some count anew in every chunk: only the last counts are of interest.
        for field in OpenAIChatMembers.others(inUsage: usageCounts) {
            keep(StreamField(field.path, field.value), into: &output)
        }
        output.append(.end)
        hasEnded = true
    }

    private mutating func fail(_ error: APIError, into output: inout [StreamEvent]) {
        for index in choices.keys.sorted() { choices[index]?.abort(into: &output) }
        output.append(.failure(error))
        hasEnded = true
    }

    private static func malformed(_ what: String) -> APIError {
        APIError(.upstreamError, "The provider's answer makes no sense: \(what).")
    }
}
