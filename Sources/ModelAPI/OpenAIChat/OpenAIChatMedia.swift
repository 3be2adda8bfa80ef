/// Media types and OpenAI's words for them.
enum OpenAIChatMedia {
    /// The media type of an `input_audio.format`.
    static func audioType(ofFormat format: String) -> String {
        switch format {
        case "mp3": "audio/mpeg"
        default: "audio/\(format)"
        }
    }

    /// The `input_audio.format` of a media type; `nil` where it is no sound.
    static func audioFormat(ofType type: String?) -> String? {
        switch type?.lowercased() {
        case "audio/mpeg", "audio/mp3", "audio/mpga": return "mp3"
        case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave": return "wav"
        case .some(let type) where type.hasPrefix("audio/"): return String(type.dropFirst(6))
        default: return nil
        }
    }

    /// The media type of a document by its name; PDF where it tells nothing, the one type OpenAI has always taken.
    static func type(ofFile name: String?) -> String {
        switch name?.split(separator: ".").last?.lowercased() {
        case "txt", "text": "text/plain"
        case "md": "text/markdown"
        case "csv": "text/csv"
        case "html", "htm": "text/html"
        case "json": "application/json"
        default: "application/pdf"
        }
    }

    /// The media type of a picture by its first bytes; JPEG where they tell nothing.
    /// - Parameter base64: the picture in base64.
    static func imageType(ofBase64 base64: String) -> String {
        if base64.hasPrefix("iVBOR") { return "image/png" }
        if base64.hasPrefix("R0lGOD") { return "image/gif" }
        if base64.hasPrefix("UklGR") { return "image/webp" }
        return "image/jpeg"
    }
}
