import JSONText

/// Neutral events as a Messages stream for a client.
///
/// The wire has one answer: events of other choices than 0 are left out. What has no place goes, where the caller asked for it, on
/// `message_delta`. Blocks are numbered here. `message_start` waits for the
/// event behind it, so that it can carry the input's usage where the provider says it first; `message_delta` waits for the
/// end, so that its usage is complete.
struct AnthropicStreamEncoder: StreamEncoder {
    /// The open block of choice 0.
    private enum Open {
        /// Nothing is open.
        case none
        /// A text that has not said anything yet: a block without text would be refused when the client sends it back.
        case unsaidText
        /// A block on the wire.
        case block(Kind)
        /// A block with no place on this wire.
        case hidden
    }

    /// What pieces a block on the wire takes.
    private enum Kind {
        case text
        case thinking
        case toolUse
        case complete
    }

    private var pendingStart: StreamStart?
    private var open = Open.none
    private var nextIndex = 0
    private var calledTools = false
    private var refused = false
    private var stop: StopReason?
    private var usage = Usage()
    private var hasEnded = false
    private var names = AnswerNames(source: .openAIChat)
    /// What has no place in events; `nil` where the caller did not ask for it.
    private var extras: StreamExtras?

    /// Creates a writer.
    /// - Parameter includesExtras: whether the caller asked for what has no place.
    init(includesExtras: Bool = false) { extras = includesExtras ? StreamExtras() : nil }

    mutating func encode(_ event: StreamEvent, into output: inout [UInt8]) {
        if hasEnded { return }
        switch event {
        case .start(let start):
            pendingStart = start
            names = AnswerNames(source: start.source)
            addLosses(of: start)
        case .unmapped(let field):
            extras?.add(field)
        case .usage(let usage):
            self.usage = usage
            writeStart(into: &output)
        case .blockStart(choice: 0, let block):
            writeStart(into: &output)
            startBlock(block, into: &output)
        case .blockDelta(choice: 0, let delta):
            self.delta(delta, into: &output)
        case .blockStop(choice: 0):
            stopBlock(into: &output)
        case .finish(choice: 0, let stop):
            writeStart(into: &output)
            self.stop = stop
            if AnthropicStop.losesDetail(of: stop) { extras?.add(names.stop(stop, of: 0)) }
        case .end:
            end(into: &output)
        case .failure(let error):
            stopBlock(into: &output)
            AnthropicErrors.event(error, requestID: nil, into: &output)
            hasEnded = true
        case .finish(let choice, _):
            // It would take another answer's room: that it was there is all that is said.
            extras?.add(ChatResponse.UnmappedField(names.choice(choice), .null))
            extras?.truncate()
        case .blockStart, .blockDelta, .blockStop:
            break
        }
    }

    // MARK: - The message

    private mutating func writeStart(into output: inout [UInt8]) {
        guard let start = pendingStart else { return }
        pendingStart = nil
        let message: JSONValue = [
            "id": .string(AnthropicResponseWriter.messageID(start.id)),
            "type": "message",
            "role": "assistant",
            "model": .string(start.model),
            "content": [],
            "stop_reason": nil,
            "stop_sequence": nil,
            "usage": AnthropicUsage.write(usage, serviceTier: start.serviceTier),
        ]
        Self.write("message_start", ["type": "message_start", "message": message], into: &output)
    }

    private mutating func end(into output: inout [UInt8]) {
        writeStart(into: &output)
        stopBlock(into: &output)
        var delta = JSONObject()
        AnthropicStop.append(stop ?? .endTurn, calledTools: calledTools, refused: refused, to: &delta)
        for field in names.counts(of: usage, audio: true) { extras?.add(field) }
        var event: JSONObject = [
            "type": "message_delta", "delta": .object(delta), "usage": AnthropicUsage.writeDelta(usage),
        ]
        if let gathered = extras?.value { event.append(Extras.member, ["extras": gathered]) }
        Self.write("message_delta", .object(event), into: &output)
        Self.write("message_stop", ["type": "message_stop"], into: &output)
        hasEnded = true
    }

    private mutating func addLosses(of start: StreamStart) {
        guard extras != nil else { return }
        if let tier = start.serviceTier, !AnthropicUsage.tiers.contains(tier) {
            extras?.add(ChatResponse.UnmappedField(names.serviceTier, .string(tier)))
        }
        if let fingerprint = start.systemFingerprint {
            extras?.add(ChatResponse.UnmappedField(names.systemFingerprint, .string(fingerprint)))
        }
    }

    // MARK: - Blocks

    private mutating func startBlock(_ block: StreamBlock, into output: inout [UInt8]) {
        stopBlock(into: &output)
        switch block {
        case .text:
            open = .unsaidText
        case .refusal:
            refused = true
            open = .unsaidText
        case .thinking:
            start(AnthropicBlocks.thinking("", signature: ""), .thinking, into: &output)
        case .redactedThinking(let token):
            let data = token.text(on: .anthropicMessages)
            start(AnthropicBlocks.redactedThinking(data), .complete, into: &output)
        case .toolCall(let id, let name, let signature):
            calledTools = true
            if let signature { writeCarrier(of: signature, into: &output) }
            start(.object(AnthropicBlocks.toolUse(id: id, name: name, input: .object([:]))), .toolUse, into: &output)
        case .foreign(let part) where part.dialect == .anthropicMessages:
            start(part.value, .complete, into: &output)
        case .foreign(let part):
            extras?.add(ChatResponse.UnmappedField(part.path ?? part.type, part.value))
            open = .hidden
        case .image(let media):
            extras?.add(ChatResponse.UnmappedField(media))
            open = .hidden
        }
    }

    private mutating func start(_ block: JSONValue, _ kind: Kind, into output: inout [UInt8]) {
        Self.write(
            "content_block_start",
            ["type": "content_block_start", "index": JSONValue(nextIndex), "content_block": block],
            into: &output
        )
        open = .block(kind)
    }

    private mutating func stopBlock(into output: inout [UInt8]) {
        if case .block = open {
            Self.write(
                "content_block_stop",
                ["type": "content_block_stop", "index": JSONValue(nextIndex)],
                into: &output
            )
            nextIndex &+= 1
        }
        open = .none
    }

    private mutating func delta(_ delta: StreamDelta, into output: inout [UInt8]) {
        switch (delta, open) {
        case (.text(let text), _) where text.isEmpty: break
        case (.text(let text), .unsaidText):
            start(.object(AnthropicBlocks.text("")), .text, into: &output)
            write(delta: ["type": "text_delta", "text": .string(text)], into: &output)
        case (.text(let text), .block(.text)):
            write(delta: ["type": "text_delta", "text": .string(text)], into: &output)
        case (.text(let text), .block(.thinking)):
            write(delta: ["type": "thinking_delta", "thinking": .string(text)], into: &output)
        case (.arguments(let text), .block(.toolUse)):
            write(delta: ["type": "input_json_delta", "partial_json": .string(text)], into: &output)
        case (.signature(let token), .block(.thinking)):
            let text = token.text(on: .anthropicMessages)
            write(delta: ["type": "signature_delta", "signature": .string(text)], into: &output)
        case (.signature(let token), .unsaidText):
            writeCarrier(of: token, into: &output)
            open = .unsaidText
        case (.signature(let token), .block(.text)):
            // Too late to go before the text: it goes behind, and comes back as a text of its own.
            stopBlock(into: &output)
            writeCarrier(of: token, into: &output)
            open = .unsaidText
        case (.logprobs(let value), _):
            extras?.add(StreamField(names.logprobs(0), value, isFragment: true))
        default: break
        }
    }

    /// A whole thinking block that carries another provider's signature (``AnthropicResponseWriter/carrier(of:)``).
    private mutating func writeCarrier(of signature: OpaqueToken, into output: inout [UInt8]) {
        start(AnthropicBlocks.thinking("", signature: ""), .thinking, into: &output)
        let text = signature.text(on: .anthropicMessages)
        write(delta: ["type": "signature_delta", "signature": .string(text)], into: &output)
        stopBlock(into: &output)
    }

    private func write(delta: JSONValue, into output: inout [UInt8]) {
        Self.write(
            "content_block_delta",
            ["type": "content_block_delta", "index": JSONValue(nextIndex), "delta": delta],
            into: &output
        )
    }

    private static func write(_ name: StaticString, _ data: JSONValue, into output: inout [UInt8]) {
        SSEEvent.write(name: name, data: data.bytes, into: &output)
    }
}
