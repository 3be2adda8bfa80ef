import JSONText

/// `usageMetadata`: the prompt includes cached tokens, the candidates exclude thoughts.
enum GeminiUsage {
    /// Reads `usageMetadata`.
    /// - Returns: `nil` where it counts nothing, as on the early chunks of some streams.
    static func read(_ value: JSONValue) -> Usage? {
        guard case .object(let object) = value else { return nil }
        let counted = ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"]
        guard counted.contains(where: { object[$0] != nil }) else { return nil }

        let prompt = count(object["promptTokenCount"])
        let cached = min(count(object["cachedContentTokenCount"]), prompt)
        let thoughts = count(object["thoughtsTokenCount"])
        var usage = Usage()
        usage.terms.tier = ServiceTier(named: tier(of: object))
        usage.cacheRead = cached
        // What server-side tools put into the prompt is billed as input but is no part of the prompt's count.
        usage.input = UsageCount.sum(prompt - cached, count(object["toolUsePromptTokenCount"]))
        usage.output = UsageCount.sum(count(object["candidatesTokenCount"]), thoughts)

        // The prompt's details include what was cached; documents are read, and billed, as pictures of their pages.
        let sent = Modalities(object["promptTokensDetails"])
        let fetched = Modalities(object["toolUsePromptTokensDetails"])
        let remembered = Modalities(object["cacheTokensDetails"])
        var rest = cached
        usage.cachedAudio = UsageCount.share(remembered.audio, of: &rest)
        usage.cachedImage = UsageCount.share(remembered.image, of: &rest)
        usage.cachedVideo = UsageCount.share(remembered.video, of: &rest)
        rest = usage.input
        func uncached(_ kind: KeyPath<Modalities, Int>) -> Int {
            UsageCount.sum(
                UsageCount.rest(sent[keyPath: kind], without: remembered[keyPath: kind]),
                fetched[keyPath: kind]
            )
        }
        usage.audioInput = UsageCount.share(uncached(\.audio), of: &rest)
        usage.imageInput = UsageCount.share(uncached(\.image), of: &rest)
        usage.videoInput = UsageCount.share(uncached(\.video), of: &rest)

        let made = Modalities(object["candidatesTokensDetails"])
        rest = usage.output
        usage.reasoning = UsageCount.share(thoughts, of: &rest)
        usage.audioOutput = UsageCount.share(made.audio, of: &rest)
        usage.imageOutput = UsageCount.share(made.image, of: &rest)
        usage.videoOutput = UsageCount.share(made.video, of: &rest)
        return usage
    }

    /// The tier that `usageMetadata` names: as `serviceTier`, from Vertex AI as `trafficType`.
    private static func tier(of object: JSONObject) -> String? {
        object["serviceTier"]?.string ?? object["trafficType"]?.string
    }

    /// Writes `usageMetadata`.
    static func write(_ usage: Usage) -> JSONValue {
        let candidates = max(usage.output - max(usage.reasoning, 0), 0)
        var object: JSONObject = [
            "promptTokenCount": JSONValue(usage.totalInput), "candidatesTokenCount": JSONValue(candidates),
            "totalTokenCount": JSONValue(usage.total),
        ]
        if usage.cacheRead > 0 { object.append("cachedContentTokenCount", JSONValue(usage.cacheRead)) }
        if usage.reasoning > 0 { object.append("thoughtsTokenCount", JSONValue(usage.reasoning)) }
        let audio = UsageCount.sum(usage.audioInput, usage.cachedAudio)
        if audio > 0 {
            object.append("promptTokensDetails", details(total: usage.totalInput, audio: audio))
        }
        if usage.cachedAudio > 0 {
            object.append("cacheTokensDetails", details(total: usage.cacheRead, audio: usage.cachedAudio))
        }
        if usage.audioOutput > 0 {
            object.append("candidatesTokensDetails", details(total: candidates, audio: usage.audioOutput))
        }
        return .object(object)
    }

    private static func details(total: Int, audio: Int) -> JSONValue {
        [
            ["modality": "TEXT", "tokenCount": JSONValue(max(total - audio, 0))],
            ["modality": "AUDIO", "tokenCount": JSONValue(audio)],
        ]
    }

    /// A peer's count: absurd ones become the nearest sane one.
    private static func count(_ value: JSONValue?) -> Int { UsageCount.lenient(value) }

    /// Tokens by what they stand for, as a list of `{modality, tokenCount}` has them.
    private struct Modalities {
        private(set) var audio = 0
        private(set) var image = 0
        private(set) var video = 0

        init(_ details: JSONValue?) {
            for entry in details?.array ?? [] {
                let tokens = UsageCount.lenient(entry["tokenCount"])
                switch entry["modality"]?.string {
                case "AUDIO": audio = UsageCount.sum(audio, tokens)
                case "IMAGE", "DOCUMENT": image = UsageCount.sum(image, tokens)
                case "VIDEO": video = UsageCount.sum(video, tokens)
                default: break
                }
            }
        }
    }
}
