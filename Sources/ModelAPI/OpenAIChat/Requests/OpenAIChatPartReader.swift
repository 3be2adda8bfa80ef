import JSONText

/// Reads the `content` of a message: a text or a list of parts.
struct OpenAIChatPartReader {
    /// The members every part may have.
    private static let common: Set<String> = ["type", "cache_control", "prompt_cache_breakpoint"]

    /// What had no place.
    var unmapped: [ChatRequest.UnmappedField] = []

    /// Reads `content`.
    /// - Throws: ``APIError`` that names the part and the member at fault.
    mutating func readContent(_ field: FieldReader) throws(APIError) -> [Part] {
        if let text = field.value.string { return [.text(TextPart(text))] }
        guard field.value.array != nil else { throw field.wrong("a string or an array of parts") }
        var parts: [Part] = []
        for element in try field.elements() { parts.append(try readPart(element)) }
        return parts
    }

    /// Reads the point up to which a caller wants the prompt cached: Anthropic's `cache_control`, which other gateways
    /// take on this surface too, or OpenAI's `prompt_cache_breakpoint`, whose times no other wire knows.
    static func readCache(
        of field: FieldReader,
        unmapped: inout [ChatRequest.UnmappedField]
    ) throws(APIError) -> CacheBreakpoint? {
        if let control = field["cache_control"] {
            _ = try control.object()
            unmapped += control.others(than: ["type", "ttl"])
            return CacheBreakpoint(ttl: try control["ttl"]?.string())
        }
        if let point = field["prompt_cache_breakpoint"] {
            _ = try point.object()
            unmapped += point.others(than: ["mode"])
            return CacheBreakpoint()
        }
        return nil
    }

    private mutating func readPart(_ part: FieldReader) throws(APIError) -> Part {
        _ = try part.object()
        let type = try part.required("type").string()
        switch type {
        case "text":
            noteOthers(part, than: ["text", "extra_content"])
            var text = TextPart(try part.required("text").string(), cache: try cache(of: part))
            text.signature = OpenAIChatThoughts.readSignature(of: part.value)
            return .text(text)
        case "image_url":
            noteOthers(part, than: ["image_url"])
            return .image(try readImage(part))
        case "input_audio":
            noteOthers(part, than: ["input_audio"])
            return .audio(try readAudio(part))
        case "file":
            noteOthers(part, than: ["file"])
            return .document(try readFile(part))
        case "document_url":
            // Mistral's.
            noteOthers(part, than: ["document_url", "document_name"])
            var document = try readURL(part.required("document_url"))
            document.name = try part["document_name"]?.string()
            return .document(document)
        case "refusal":
            noteOthers(part, than: ["refusal"])
            return .refusal(try part.required("refusal").string())
        case "thinking":
            noteOthers(part, than: ["thinking", "signature"])
            let seal = try part["signature"]?.string()
            return .thinking(
                Thinking(
                    OpenAIChatThoughts.text(ofPart: part.value),
                    signature: seal.map { OpaqueToken(reading: $0, on: .openAIChat) }
                )
            )
        default:
            return .foreign(ForeignPart(dialect: .openAIChat, type: type, value: part.value))
        }
    }

    private mutating func readImage(_ part: FieldReader) throws(APIError) -> MediaPart {
        let field = try part.required("image_url")
        var image: MediaPart
        if field.value.string != nil {
            // Mistral and older clients give the address itself.
            image = try readURL(field)
        } else {
            unmapped += field.others(than: ["url", "detail"])
            image = try readURL(field.required("url"))
            image.detail = try field["detail"]?.string()
        }
        image.cache = try cache(of: part)
        return image
    }

    private mutating func readAudio(_ part: FieldReader) throws(APIError) -> MediaPart {
        let field = try part.required("input_audio")
        unmapped += field.others(than: ["data", "format"])
        let data = try field.required("data").string()
        let format = try field.required("format").string().lowercased()
        // Some clients give a whole data: URL; its own media type counts.
        let url = DataURL(data)
        var audio = MediaPart(
            .base64(url?.base64 ?? data),
            mediaType: url?.mediaType ?? OpenAIChatMedia.audioType(ofFormat: format)
        )
        audio.cache = try cache(of: part)
        return audio
    }

    private mutating func readFile(_ part: FieldReader) throws(APIError) -> MediaPart {
        let field = try part.required("file")
        unmapped += field.others(than: ["file_data", "file_id", "filename"])
        var file: MediaPart
        if let id = field["file_id"] {
            file = MediaPart(.file(id: try id.string(), dialect: .openAIChat))
        } else {
            let data = try field.required("file_data")
            if DataURL.isOne(try data.string()) {
                file = try readURL(data)
            } else {
                file = MediaPart(.base64(try data.string()))
            }
        }
        file.name = try field["filename"]?.string()
        if file.mediaType == nil, case .base64 = file.source {
            file.mediaType = OpenAIChatMedia.type(ofFile: file.name)
        }
        file.cache = try cache(of: part)
        return file
    }

    private func readURL(_ field: FieldReader) throws(APIError) -> MediaPart {
        let text = try field.string()
        guard DataURL.isOne(text) else { return MediaPart(.url(text)) }
        guard let url = DataURL(text) else {
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(field.path)': a data: URL must have the form data:TYPE;base64,DATA.",
                parameter: field.path
            )
        }
        return MediaPart(.base64(url.base64), mediaType: url.mediaType)
    }

    private mutating func cache(of part: FieldReader) throws(APIError) -> CacheBreakpoint? {
        try Self.readCache(of: part, unmapped: &unmapped)
    }

    private mutating func noteOthers(_ part: FieldReader, than known: [String]) {
        guard let object = part.value.object else { return }
        for member in object where !known.contains(member.name) && !Self.common.contains(member.name) {
            if member.value.isNull { continue }
            unmapped.append(ChatRequest.UnmappedField(part.path(of: member.name), member.value))
        }
    }
}
