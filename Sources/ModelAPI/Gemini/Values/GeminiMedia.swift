import JSONText

/// Media types and where they lead: `inlineData` and `fileData` hold pictures, sound, films and documents alike.
enum GeminiMedia {
    /// The neutral part of some media, or `nil` for films, which have no neutral form.
    static func part(_ media: MediaPart) -> Part? {
        guard let type = media.mediaType?.lowercased() else { return nil }
        if type.hasPrefix("image/") { return .image(media) }
        if type.hasPrefix("audio/") { return .audio(media) }
        if type.hasPrefix("video/") { return nil }
        return .document(media)
    }

    /// Where `fileData` points: files that Google keeps, or an address anybody could fetch.
    static func source(uri: String) -> MediaPart.Source {
        if uri.hasPrefix("http://") || uri.hasPrefix("https://"), !uri.contains("generativelanguage.googleapis.com/") {
            return .url(uri)
        }
        return .file(id: uri, dialect: .gemini)
    }

    /// The media type of bytes in base64 by how they begin, for callers that don't say it.
    static func type(ofBase64 data: String) -> String? {
        let starts: [(String, String)] = [
            ("iVBORw0KGgo", "image/png"), ("/9j/", "image/jpeg"), ("R0lGOD", "image/gif"), ("UklGR", "image/webp"),
            ("JVBERi0", "application/pdf"), ("SUQz", "audio/mpeg"), ("T2dnUw", "audio/ogg"), ("ZkxhQ", "audio/flac"),
        ]
        return starts.first { data.hasPrefix($0.0) }?.1
    }

    /// The media type of a file by its name or address, which Gemini wants to know of files it fetches.
    static func type(ofName name: String) -> String? {
        let path = name.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "png": return "image/png"
        case "jpg", "jpeg": return "image/jpeg"
        case "gif": return "image/gif"
        case "webp": return "image/webp"
        case "heic": return "image/heic"
        case "heif": return "image/heif"
        case "pdf": return "application/pdf"
        case "txt": return "text/plain"
        case "md": return "text/markdown"
        case "html", "htm": return "text/html"
        case "csv": return "text/csv"
        case "json": return "application/json"
        case "xml": return "text/xml"
        case "wav": return "audio/wav"
        case "mp3": return "audio/mpeg"
        case "ogg": return "audio/ogg"
        case "flac": return "audio/flac"
        case "aac": return "audio/aac"
        case "aiff": return "audio/aiff"
        case "mp4": return "video/mp4"
        case "webm": return "video/webm"
        case "mov": return "video/mov"
        default: return nil
        }
    }

    /// `inlineData` or `fileData` of some media.
    /// - Returns: `nil` where Gemini has no form for it: another provider's file, or bytes of unknown type.
    static func write(_ media: MediaPart) -> JSONValue? {
        let named = media.mediaType ?? media.name.flatMap(type(ofName:))
        switch media.source {
        case .base64(let data):
            guard let type = named ?? type(ofBase64: data) else { return nil }
            return ["inlineData": ["mimeType": .string(type), "data": .string(data)]]
        case .text(let text):
            return [
                "inlineData": [
                    "mimeType": .string(media.mediaType ?? "text/plain"), "data": .string(Base64.encode(text.utf8)),
                ]
            ]
        case .url(let uri):
            return ["fileData": .object(file(uri, type: named ?? type(ofName: uri)))]
        case .file(let id, .gemini):
            return ["fileData": .object(file(id, type: named))]
        case .file:
            return nil
        }
    }

    private static func file(_ uri: String, type: String?) -> JSONObject {
        var file: JSONObject = ["fileUri": .string(uri)]
        if let type { file.append("mimeType", .string(type)) }
        return file
    }
}
