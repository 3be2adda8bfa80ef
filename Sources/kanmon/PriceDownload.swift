/// Fetches a price list.
enum PriceDownload {
    /// Fetches the whole answer of a URL: over TLS, or without from this machine.
    /// - Throws: ``CommandFailure`` in words.
    static func bytes(of url: String) async throws(CommandFailure) -> [UInt8] {
        let request = HTTPFetch.Request(method: "GET", base: url, target: "", fields: [])
        let answer = try await HTTPFetch.answer(request, limit: PricesFile.limit)
        guard answer.status == 200 else {
            throw CommandFailure("\(url): the server answered with status \(answer.status)")
        }
        return answer.body
    }
}
