import JSONText

/// Usage as OpenAI's two APIs and those who follow them count it: the prompt includes what was read from and written to the
/// cache, the details name shares.
enum OpenAICounts {
    /// What an API calls its counts.
    struct Names {
        let input: String
        let output: String
        let inputDetails: String
        let outputDetails: String

        /// Of Chat Completions and embeddings.
        static let chat = Names(
            input: "prompt_tokens",
            output: "completion_tokens",
            inputDetails: "prompt_tokens_details",
            outputDetails: "completion_tokens_details"
        )
        /// Of Responses and the image API.
        static let responses = Names(
            input: "input_tokens",
            output: "output_tokens",
            inputDetails: "input_tokens_details",
            outputDetails: "output_tokens_details"
        )
        /// Of the realtime API.
        static let realtime = Names(
            input: "input_tokens",
            output: "output_tokens",
            inputDetails: "input_token_details",
            outputDetails: "output_token_details"
        )
    }

    /// Reads counts.
    static func read(_ object: JSONObject, _ names: Names) -> Usage {
        let prompt = UsageCount.lenient(object[names.input])
        let completion = UsageCount.lenient(object[names.output])
        let sent = object[names.inputDetails]
        let made = object[names.outputDetails]
        var usage = Usage()
        usage.cacheRead = cached(object, sent)
        usage.cacheWrite5m = UsageCount.lenient(sent?["cache_write_tokens"])
        let uncached = UsageCount.rest(prompt, without: usage.cacheRead)
        usage.input = UsageCount.rest(uncached, without: usage.cacheWrite5m)

        let cachedShares = sent?["cached_tokens_details"]
        var rest = usage.cacheRead
        usage.cachedAudio = UsageCount.share(UsageCount.lenient(cachedShares?["audio_tokens"]), of: &rest)
        usage.cachedImage = UsageCount.share(UsageCount.lenient(cachedShares?["image_tokens"]), of: &rest)
        rest = usage.input
        let audio = UsageCount.lenient(sent?["audio_tokens"])
        usage.audioInput = UsageCount.share(UsageCount.rest(audio, without: usage.cachedAudio), of: &rest)
        let image = UsageCount.lenient(sent?["image_tokens"])
        usage.imageInput = UsageCount.share(UsageCount.rest(image, without: usage.cachedImage), of: &rest)

        usage.output = completion
        readOutput(object, made, prompt: prompt, into: &usage)
        return usage
    }

    private static func cached(_ object: JSONObject, _ details: JSONValue?) -> Int {
        // DeepSeek counts cache hits beside the details, older answers of it only there; so do Moonshot and xAI's first API.
        UsageCount.lenient(
            details?["cached_tokens"] ?? object["prompt_cache_hit_tokens"] ?? object["cached_tokens"]
                ?? object["cached_prompt_text_tokens"]
        )
    }

    private static func readOutput(_ object: JSONObject, _ details: JSONValue?, prompt: Int, into usage: inout Usage) {
        let completion = usage.output
        var reasoning = UsageCount.lenient(details?["reasoning_tokens"] ?? object["reasoning_tokens"])
        let citations = UsageCount.lenient(object["citation_tokens"])
        usage.webSearches = UsageCount.lenient(object["num_search_queries"])
        let spoken = UsageCount.sum(prompt, completion)
        if object["citation_tokens"] != nil || object["num_search_queries"] != nil {
            // Perplexity counts thoughts and what it quotes beside the completion, and its total leaves both out.
            usage.output = UsageCount.sum(completion, UsageCount.sum(reasoning, citations))
        } else if reasoning > 0 {
            // xAI counts thoughts beside the completion, not within; its total tells, or that they are more than the whole.
            let isBeside =
                object["total_tokens"].map { UsageCount.lenient($0) == UsageCount.sum(spoken, reasoning) }
                ?? (reasoning > completion)
            if isBeside { usage.output = UsageCount.sum(completion, reasoning) }
        }
        reasoning = min(reasoning, usage.output)
        var rest = usage.output
        usage.reasoning = UsageCount.share(reasoning, of: &rest)
        usage.citations = UsageCount.share(citations, of: &rest)
        usage.audioOutput = UsageCount.share(UsageCount.lenient(details?["audio_tokens"]), of: &rest)
        usage.imageOutput = UsageCount.share(UsageCount.lenient(details?["image_tokens"]), of: &rest)
    }
}
