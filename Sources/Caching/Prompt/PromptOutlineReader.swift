import Crypto
import JSONText
public import ModelAPI

extension PromptOutline {
    /// Finds the pieces of a request's prompt.
    /// - Parameters:
    ///   - body: the request in the dialect, one JSON object.
    ///   - dialect: whose request it is.
    /// - Returns: `nil` where it is none; whoever reads it whole says why.
    public init?(of body: Span<UInt8>, in dialect: DialectID) {
        var reader = PromptOutlineReader()
        do {
            switch dialect {
            case .anthropicMessages: try reader.readAnthropic(body)
            case .openAIChat: try reader.readOpenAI(body)
            case .gemini: try reader.readGemini(body)
            }
        } catch {
            return nil
        }
        self = reader.outline
    }
}

/// Reads a prompt's pieces, one dialect's request at a time.
struct PromptOutlineReader {
    private static let anthropicFields = JSONFieldSet(["tools", "system", "messages", "cache_control"])
    private static let openAIFields = JSONFieldSet(["tools", "functions", "messages", "prompt_cache_key"])
    private static let geminiFields = JSONFieldSet(["tools", "systemInstruction", "system_instruction", "contents"])
    private static let messageFields = JSONFieldSet(["role", "content"])
    private static let blockFields = JSONFieldSet(["cache_control", "type", "text", "defer_loading"])
    private static let controlFields = JSONFieldSet(["ttl"])
    private static let mark = Array(#""cache_control""#.utf8)

    /// The blocks that take a breakpoint (Anthropic, "Prompt caching", "What can be cached"): thoughts are cached with what is
    /// around them, but take none.
    private static let markable: Set<String> = [
        "text", "image", "document", "search_result", "tool_use", "tool_result",
    ]

    private var pieces: [PromptPiece] = []
    private var tokens = 0
    private var hasMarks = false
    private var marksAnHour = false
    private var hasCacheKey = false

    var outline: PromptOutline {
        PromptOutline(pieces, hasMarks: hasMarks, marksAnHour: marksAnHour, hasCacheKey: hasCacheKey)
    }

    // MARK: - Anthropic

    mutating func readAnthropic(_ body: Span<UInt8>) throws(JSONError) {
        let fields = try Self.anthropicFields.scan(body)
        // Also where no block is looked at, such as inside the results of tools.
        hasMarks = Self.contains(Self.mark, in: body)
        if let control = fields[3], !control.isNull(in: body) { try noteMark(control.value, body) }
        if let tools = fields[0] {
            for tool in try JSONElements.scan(body, in: tools.value) ?? [] { try addBlock(tool, .tools, body) }
        }
        if let system = fields[1] {
            if let blocks = try JSONElements.scan(body, in: system.value) {
                for block in blocks { try addBlock(block, .system, body) }
            } else if !system.isNull(in: body) {
                addText(system, .system, body)
            }
        }
        guard let messages = fields[2] else { return }
        for (turn, message) in (try JSONElements.scan(body, in: messages.value) ?? []).enumerated() {
            let fields = try Self.messageFields.scan(body, in: message)
            let role = fields[0]?.string(in: body) ?? ""
            guard let content = fields[1] else { continue }
            if let blocks = try JSONElements.scan(body, in: content.value) {
                for block in blocks { try addBlock(block, .turns, body, turn: turn, role: role) }
            } else {
                addText(content, .turns, body, turn: turn, role: role)
            }
        }
    }

    private mutating func addText(
        _ place: JSONFields.Place,
        _ part: PromptPiece.Part,
        _ body: Span<UInt8>,
        turn: Int = 0,
        role: String = ""
    ) {
        let isBlank = Self.isBlank(place, body)
        add(place.value, part, body, turn: turn, role: role, form: isBlank ? .none : .text)
    }

    private mutating func addBlock(
        _ range: Range<Int>,
        _ part: PromptPiece.Part,
        _ body: Span<UInt8>,
        turn: Int = 0,
        role: String = ""
    ) throws(JSONError) {
        guard range.first.map({ body[$0] == UInt8(ascii: "{") }) == true else {
            return add(range, part, body, turn: turn, role: role, form: .none)
        }
        let fields = try Self.blockFields.scan(body, in: range)
        var without: Range<Int>?
        if let control = fields[0] {
            if !control.isNull(in: body) { try noteMark(control.value, body) }
            without = Self.stretch(of: control.member, in: range, body)
        }
        var form = PromptPiece.Form.object
        if part == .tools {
            if fields[3]?.bool(in: body) == true { form = .none }
        } else {
            let type = fields[1]?.string(in: body) ?? ""
            let isEmpty = type == "text" && (fields[2].map { Self.isBlank($0, body) } ?? true)
            // A second member of that name would be a mistake, also where the first says nothing.
            if !Self.markable.contains(type) || isEmpty || fields[0] != nil { form = .none }
        }
        add(range, part, body, turn: turn, role: role, without: without, form: form)
    }

    private mutating func noteMark(_ range: Range<Int>, _ body: Span<UInt8>) throws(JSONError) {
        hasMarks = true
        guard range.first.map({ body[$0] == UInt8(ascii: "{") }) == true else { return }
        if try Self.controlFields.scan(body, in: range)[0]?.string(in: body) == "1h" { marksAnHour = true }
    }

    // MARK: - OpenAI and Gemini

    mutating func readOpenAI(_ body: Span<UInt8>) throws(JSONError) {
        let fields = try Self.openAIFields.scan(body)
        if let key = fields[3] { hasCacheKey = !key.isNull(in: body) }
        for index in 0...1 {
            guard let tools = fields[index] else { continue }
            for tool in try JSONElements.scan(body, in: tools.value) ?? [] { add(tool, .tools, body) }
        }
        guard let messages = fields[2] else { return }
        var isHead = true
        for (turn, message) in (try JSONElements.scan(body, in: messages.value) ?? []).enumerated() {
            let role = try Self.messageFields.scan(body, in: message)[0]?.string(in: body)
            isHead = isHead && (role == "system" || role == "developer")
            add(message, isHead ? .system : .turns, body, turn: turn)
        }
    }

    mutating func readGemini(_ body: Span<UInt8>) throws(JSONError) {
        let fields = try Self.geminiFields.scan(body)
        if let tools = fields[0] {
            for tool in try JSONElements.scan(body, in: tools.value) ?? [] { add(tool, .tools, body) }
        }
        for index in 1...2 {
            if let system = fields[index] { add(system.value, .system, body) }
        }
        guard let contents = fields[3] else { return }
        for (turn, content) in (try JSONElements.scan(body, in: contents.value) ?? []).enumerated() {
            add(content, .turns, body, turn: turn)
        }
    }

    // MARK: - Pieces

    private mutating func add(
        _ range: Range<Int>,
        _ part: PromptPiece.Part,
        _ body: Span<UInt8>,
        turn: Int = 0,
        role: String = "",
        without: Range<Int>? = nil,
        form: PromptPiece.Form = .none
    ) {
        let before = range.lowerBound..<(without?.lowerBound ?? range.upperBound)
        let behind = (without?.upperBound ?? range.upperBound)..<range.upperBound
        var hash = SHA256()
        // Where it stands is a part of what it says; a role has no byte 0.
        hash.update(data: [part.rawValue, UInt8(truncatingIfNeeded: turn), UInt8(truncatingIfNeeded: turn &>> 8)])
        hash.update(data: Array(role.utf8) + [0])
        for range in [before, behind] where !range.isEmpty {
            let bytes = body.extracting(range)
            bytes.withUnsafeBufferPointer { buffer in
                unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            }
            tokens += TokenEstimate.tokens(inBody: bytes)
        }
        pieces.append(
            PromptPiece(
                part: part,
                turn: turn,
                digest: CacheDigest(hash.finalize()),
                tokens: tokens,
                range: range,
                form: form
            )
        )
    }

    /// A member with the comma that goes with it, so that what is left is as it would be without the member.
    private static func stretch(
        of member: Range<Int>,
        in range: Range<Int>,
        _ body: Span<UInt8>
    ) -> Range<Int> {
        func isSpace(_ index: Int) -> Bool { body[index] == 0x20 || (0x09...0x0D).contains(body[index]) }
        var end = member.upperBound
        while end < range.upperBound, isSpace(end) { end += 1 }
        if end < range.upperBound, body[end] == UInt8(ascii: ",") {
            end += 1
            while end < range.upperBound, isSpace(end) { end += 1 }
            return member.lowerBound..<end
        }
        var start = member.lowerBound
        while start > range.lowerBound, isSpace(start - 1) { start -= 1 }
        if start > range.lowerBound, body[start - 1] == UInt8(ascii: ",") { return (start - 1)..<member.upperBound }
        return member
    }

    private static func isBlank(_ place: JSONFields.Place, _ body: Span<UInt8>) -> Bool {
        // A longer one is no run of spaces, but for one that nobody would send.
        if place.value.count > 256 { return false }
        return place.string(in: body)?.allSatisfy(\.isWhitespace) ?? true
    }

    private static func contains(_ word: [UInt8], in body: Span<UInt8>) -> Bool {
        guard let first = word.first, body.count >= word.count else { return false }
        var index = 0
        while index <= body.count - word.count {
            if body[index] == first {
                var length = 1
                while length < word.count, body[index + length] == word[length] { length += 1 }
                if length == word.count { return true }
            }
            index += 1
        }
        return false
    }
}
