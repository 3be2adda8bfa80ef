/// The members that Gemini's requests may have; its reader refuses all others.
enum GeminiFields {
    static let request: Set<String> = [
        "model", "contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig",
        "cachedContent", "labels", "serviceTier", "store",
    ]

    static let generationConfig: Set<String> = [
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed",
        "presencePenalty", "frequencyPenalty", "responseMimeType", "responseSchema", "responseJsonSchema",
        "responseModalities", "responseLogprobs", "logprobs", "mediaResolution", "speechConfig", "thinkingConfig",
        "imageConfig", "enableEnhancedCivicAnswers",
    ]

    static let part: Set<String> = [
        "text", "thought", "thoughtSignature", "inlineData", "fileData", "functionCall", "functionResponse",
        "executableCode", "codeExecutionResult", "videoMetadata", "mediaResolution", "partMetadata",
    ]

    /// What `Schema` (an OpenAPI subset, in `parameters` and `responseSchema`) knows; JSON Schema has its own fields.
    static let schema: Set<String> = [
        "type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems", "properties",
        "required", "minProperties", "maxProperties", "minLength", "maxLength", "pattern", "example", "anyOf",
        "propertyOrdering", "default", "items", "minimum", "maximum",
    ]
}
