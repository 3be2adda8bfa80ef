import JSONText

/// Reads image and document blocks.
enum AnthropicMedia {
    private static let imageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"]

    static func read(_ block: RequestNode, type: String) throws(Refusal) -> Media {
        let source = try block.required("source")
        let kind: Media.Kind = type == "image" ? .image : .document
        switch try source.required("type").string() {
        case "base64":
            let mediaType = try source.required("media_type").string()
            let data = try source.required("data")
            guard kind == .document || imageTypes.contains(mediaType) else {
                throw source.refusal(
                    "media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"
                )
            }
            guard let count = Base64.decodedCount(try data.string()) else {
                throw data.refusal("invalid base64 data")
            }
            return Media(kind: kind, mediaType: mediaType, source: .inline(byteCount: count))
        case "url": return Media(kind: kind, mediaType: "", source: .url(try source.required("url").string()))
        case "file": return Media(kind: kind, mediaType: "", source: .fileID(try source.required("file_id").string()))
        case "text" where kind == .document:
            let text = try source.required("data").string()
            return Media(kind: kind, mediaType: "text/plain", source: .inline(byteCount: text.utf8.count))
        case "content" where kind == .document:
            let text = try source.required("content").value.text
            return Media(kind: kind, mediaType: "text/plain", source: .inline(byteCount: text.utf8.count))
        case let other:
            throw source.refusal(
                "Input tag '\(other)' found using 'type' does not match any of the expected tags: 'base64', 'file', "
                    + "'url'"
            )
        }
    }
}
