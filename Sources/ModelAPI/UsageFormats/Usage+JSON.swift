public import JSONText

extension Usage {
    /// The usage as ledgers and answers show it: `input_tokens` are all input tokens and `output_tokens` all output, the
    /// rest are parts of them and counts of calls. Parts that few models price apart are left out where there are none.
    public var json: JSONObject {
        var object: JSONObject = [
            "input_tokens": JSONValue(totalInput),
            "cached_input_tokens": JSONValue(cacheRead),
            "cache_write_5m_tokens": JSONValue(cacheWrite5m),
            "cache_write_1h_tokens": JSONValue(cacheWrite1h),
            "output_tokens": JSONValue(output),
            "reasoning_tokens": JSONValue(reasoning),
        ]
        let others = [
            ("citation_tokens", citations),
            ("audio_input_tokens", audioInput), ("image_input_tokens", imageInput), ("video_input_tokens", videoInput),
            ("cached_audio_tokens", cachedAudio), ("cached_image_tokens", cachedImage),
            ("cached_video_tokens", cachedVideo),
            ("audio_output_tokens", audioOutput), ("image_output_tokens", imageOutput),
            ("video_output_tokens", videoOutput),
            ("pictures", pictures),
            ("web_searches", webSearches), ("search_units", searchUnits), ("tool_calls", toolCalls),
        ]
        for (name, count) in others where count != 0 { object.append(name, JSONValue(count)) }
        return object
    }
}
