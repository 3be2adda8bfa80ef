extension NameFinder {
    /// Words as `LatinWord.key` writes them: a long o or u is short there.
    private static func keys(_ words: String) -> Set<[UInt32]> {
        var keys: Set<[UInt32]> = []
        for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            var key: [UInt32] = []
            for scalar in word.unicodeScalars.map(\.value) {
                let isLong =
                    (scalar == 0x75 || scalar == 0x6F) && key.last == 0x6F || scalar == 0x75 && key.last == 0x75
                if !isLong { key.append(scalar) }
            }
            keys.insert(key)
        }
        return keys
    }

    /// The same as a set that is asked at every word.
    static func words(_ words: String, without others: String = "") -> ScalarWords {
        ScalarWords(keys(words).subtracting(keys(others)))
    }

    /// Words that begin with a capital in business English and are nobody.
    static let businessWords = words(
        """
        server team service services department production platform support staff group system systems office center centre \
        management manager director sales marketing finance accounting legal security engineering operations development research \
        product project program programme planning quality assurance human resources resource business customer customers client \
        success experience relations public affairs communications information technology data cloud network infrastructure \
        company corporation limited incorporated holdings international national global regional local general central main \
        headquarters branch division section unit committee board council association society foundation institute academy \
        account accounts payable receivable billing payment payments invoice order orders purchase procurement supply chain \
        delivery shipping logistics warehouse store shop market online web site website app application software hardware \
        server database api admin administrator administration user users member members guest owner vendor partner partners \
        desk help helpdesk hotline reception lobby room hall building floor street avenue road notification notifications alert \
        alerts report reports summary review update updates release version draft final form template document documents file \
        files folder page section chapter table figure list index appendix note notes memo minutes agenda meeting conference \
        call training workshop seminar session event schedule calendar plan strategy roadmap milestone goal objective target \
        budget forecast estimate quote quotation proposal contract agreement policy policies procedure procedures guideline \
        guidelines terms conditions privacy notice statement certificate license licence permit application request response \
        reply answer question questions issue issues ticket tickets bug bugs feature features task tasks todo status progress \
        pending complete completed done open closed new old free trial premium basic standard pro plus express direct first \
        second third last next previous total subtotal amount balance price cost fee tax discount refund credit debit cash bank \
        card insurance health safety risk compliance audit internal external confidential urgent important required optional \
        available unknown none default sample test example demo home contact us all everyone everybody sir madam hiring \
        whom concern season seasons happy merry good great best kind warm thank thanks many much more morning afternoon evening \
        day week month year quarter spring winter autumn fall today tomorrow yesterday design quality control garden gallery \
        scheme discussion plug value method theorem inference machine model test effect law principle elimination chain algorithm \
        university college school hospital clinic church museum library park airport station hotel restaurant cafe bar club \
        yours faithfully sincerely regards cheers login logout song theme fix add remove create delete get set run build dear hello \
        chase wells fargo morgan stanley goldman sachs ernst young johnson \
        retail homes housing roofing plumbing heating electrical builders interiors flooring furniture bakery brewery winery \
        catering foods cleaning rentals realty property properties motors cycles airlines airways travel tours publishing \
        printing consulting solutions software ventures equity pharmacy dental optics opticians nursery fitness textiles
        """,
        without: "young morgan stanley johnson chase wells day price cash hall fall page law"
    )

    /// Companies in Latin letters that Japanese texts honour with さん or 様.
    private static let companies = words(
        """
        google microsoft amazon apple meta facebook twitter oracle intel cisco dell lenovo adobe zoom slack notion github gitlab \
        openai anthropic nvidia tesla toyota honda nissan sony panasonic sharp canon nikon ricoh epson hitachi toshiba fujitsu \
        softbank docomo rakuten yahoo line mercari cyberagent recruit salesforce kintone sansan freee moneyforward stripe paypal \
        paypay visa mastercard netflix disney spotify uber airbnb shopify zoho hubspot atlassian jira docker redhat ubuntu linux \
        android windows chrome gmail outlook teams excel word wikipedia youtube instagram tiktok claude gemini gpt chatgpt copilot \
        samsung huawei xiaomi alibaba tencent bosch siemens philips nestle unilever pfizer bayer merck boeing airbus accenture deloitte
        """
    )
    /// Companies that are called like people.
    private static let companyNames = ScalarWords(
        [
            "morgan stanley", "philip morris", "wells fargo", "calvin klein", "ralph lauren", "john deere",
            "tommy hilfiger",
            "harley davidson", "walt disney", "louis vuitton", "charles schwab", "ernst young", "jack daniels",
            "kate spade",
        ]
        .map(\.scalarValues)
    )

    /// Whether two words are a company's name.
    func isCompany(_ first: LatinWord, _ second: LatinWord) -> Bool {
        Self.companyNames.contains(first.key + [0x20] + second.key)
    }

    /// Titles in front of a surname alone.
    static let ranks = ScalarWords(
        [
            "inspector", "constable", "lieutenant", "reverend", "pastor", "brother", "sister", "uncle", "aunt",
            "madame",
            "president", "senator", "judge", "captain", "officer", "detective", "chancellor", "coach", "sergeant",
            "colonel", "general",
        ]
        .map(\.scalarValues)
    )

    /// Smith氏, M.K.様: a word in Latin letters with a Japanese honorific directly behind it.
    func honoredLatin(_ word: LatinWord) -> NameSpan? {
        var end = word.range.upperBound
        if word.range.count == 1 {
            // Initials want points: A社 and Bさん are nobody.
            guard text[end] == 0x2E else { return nil }
            while text[end] == 0x2E, text[end + 1].isUpper, !text[end + 2].isLatin, end - word.range.lowerBound < 8 {
                end += 2
            }
            guard end - word.range.lowerBound >= 3 else { return nil }
            if text[end] == 0x2E { end += 1 }
        }
        guard !text[end].isLatin, let (_, honor) = honorific(at: end), honor.contains(.honorific), text[end] > 0x7F
        else {
            return nil
        }
        let isInitials = word.range.count == 1
        // AI, HR and PM are no people, whatever else ai may be.
        guard
            isInitials || word.range.count > 2 && (!word.isAllCaps || isPersonal(word))
                || !word.isAllCaps && isPersonal(word)
        else { return nil }
        guard !Self.companies.contains(word.key), !Self.businessWords.contains(word.key), !hasInnerCapital(word.range)
        else {
            return nil
        }
        let isSure = isPersonal(word) || word.kinds.contains(.westernSurname) || text[end] == 0x6C0F
        return NameSpan(
            range: word.range.lowerBound..<end,
            score: isSure ? 0.85 : 0.6,
            rule: "person-name.latin-honorific"
        )
    }

    /// GitHub, but not McKinley.
    private func hasInnerCapital(_ range: Range<Int>) -> Bool {
        var capitals = 0
        for index in range.dropFirst() where text[index].isUpper { capitals += 1 }
        return capitals > 0 && capitals < range.count - 1
            && !(text[range.lowerBound] == 0x4D && text[range.lowerBound + 1] == 0x63 && capitals == 1)
            && text[range.lowerBound + 1] != 0x27
    }

    private static let closings = ScalarWords(
        [
            "regards", "sincerely", "best", "cheers", "thanks", "yours", "respectfully", "faithfully", "truly",
            "wishes", "cordially",
        ]
        .map(\.scalarValues)
    )

    private static let closingBeginnings = [
        "reg", "sin", "bes", "che", "tha", "you", "res", "fai", "tru", "wis", "cor",
    ]
    .map { $0.unicodeScalars.reduce(0) { $0 << 8 | $1.value } }

    /// Whether a word in small letters may close a letter, by its first three letters: those of all in ``closings``.
    func mayClose(at start: Int) -> Bool {
        guard start + 3 <= text.count else { return false }
        let (first, second, third) = (text.scalars[start], text.scalars[start + 1], text.scalars[start + 2])
        guard first | second | third < 0x80 else { return false }
        return Self.closingBeginnings.contains(first << 16 | second << 8 | third)
    }

    /// Who signs: the capitalised words on the line behind a closing formula.
    func signature(_ word: LatinWord) -> NameSpan? {
        guard Self.closings.contains(word.key) else { return nil }
        var index = word.range.upperBound
        while text[index] == 0x2C || text[index] == 0x21 || text[index] == 0x2E || text[index] == 0x20 { index += 1 }
        guard text[index].isLineBreak else { return nil }
        var breaks = 0
        while text[index].isLineBreak || text[index] == 0x20, breaks < 6 {
            index += 1
            breaks += 1
        }
        guard let named = latinPerson(at: index, limit: 4) else { return nil }
        return NameSpan(range: named, score: 0.65, rule: "person-name.signature")
    }

    /// Capitalised words up to the end of a line, a mark or an address, none of which belongs to business: what stands in
    /// signatures and behind labels.
    func latinPerson(at start: Int, limit: Int) -> Range<Int>? {
        var end = start
        var next = start
        var words = 0
        var letters = 0
        while words < limit, let word = latinWord(at: next), word.isCapitalized || isParticle(word) && words > 0 {
            guard !Self.stopWords.contains(word.key) || isInitial(word.range), !Self.businessWords.contains(word.key),
                !Self.companies.contains(word.key), !Self.things.contains(word.key)
            else { return nil }
            end = word.range.upperBound
            if word.range.count == 1, text[end] == 0x2E { end += 1 }
            letters += word.range.count
            words += 1
            // Oyelaran, Femi
            if words == 1, text[end] == 0x2C, text[end + 1] == 0x20, limit > 2, text[end + 2].isUpper,
                let second = latinWord(at: end + 2), isPersonal(second)
            {
                next = end + 2
                continue
            }
            guard text[end] == 0x20 || text[end] == 0x2D || text[end] == 0x27, text[end + 1].isLatin else { break }
            next = end + 1
        }
        guard words > 0, letters > 2 else { return nil }
        var after = end
        while text[after] == 0x20 { after += 1 }
        let stop = text[after]
        guard
            stop == 0 || stop.isLineBreak || stop == 0x2C || stop == 0x7C || stop == 0x3C || stop == 0x28
                || stop == 0x22
                || stop == 0x2F || stop == 0x3B || stop == 0x09
        else { return nil }
        return start..<end
    }

    /// Surnames that are words as well: they need a known given name in front of them.
    private static let wordSurnames = words(
        """
        page law hall price cash young day field fields park parks stone wood woods rose king long cross fox wolf wolfe bush brown \
        white black green gray small rich wise sharp strong moon snow summers winters rivers banks marks gates bridges waters wells \
        mills cannon church bishop pope prince knight shepherd farmer fisher hunter carpenter weaver potter tanner cook baker butler \
        porter mason ward wall gill ball pool poole booth good powers power best love bond bass barber bowman chandler gross hood horn \
        frost flowers glass golden grant hail hardy hart holiday little lamb lane lake lord lowe major marsh may mercer miles miller \
        morning moss nash noble norman north oak oak orange paris payne perry person pitts plant pole pratt ramsey rice ring rock root \
        rush salt sands savage self shields short silver single singleton spark sparks spear spring steel steele street swan sweet \
        temple thorn town trip vale walker waller war warren waterman web webb webster west wheeler wing winter worth york smart case \
        code block base bench song sun tan lin lim long ho han lu ma su yu wu xu he day do go an de la le bell boss branch chance chase \
        common cooper craft crane current curry dale dean diamond dial english fair faith finch flood ford forest foster francis french \
        friend gold guy hand head heath high holland home hope house hunt ice iron island jewel joy joyner key kid kind kitchen ladd \
        land lawn leach leaf light lions lock logan madison mark market marshal martin mayor mead mount nail nation new nickel paige \
        pace pack paradise parent parish park pass peace peak pearl penny pepper pier pike pilot pine piper point polish post pound \
        print profit proud queen quick rain ranger read ready reason record regular reserve rest reward right river road rose round \
        rule sage sail school sea senior service sharp shell ship shop show sign silk sky sleep smith song source speed spell staff \
        stage stanley star stock store storm story strange stream style sugar sun tab table talent tall teller tide time title top tower
        """,
        without: "smith walker cooper martin foster miller warren webster ramsey marshal"
    )

    /// A person's line of an address: capitalised words alone on a line, a house number on the next.
    func addressee(at start: Int) -> NameSpan? {
        guard text[start - 1] == 0 || text[start - 1].isLineBreak, let named = latinPerson(at: start, limit: 4),
            text.scalars[named].contains(0x20), !text.scalars[named].contains(0x2C), text[named.upperBound].isLineBreak
        else { return nil }
        var index = named.upperBound
        while text[index].isLineBreak, index - named.upperBound < 3 { index += 1 }
        let number = index
        while text[index].isDigit, index - number < 6 { index += 1 }
        guard index > number, text[index] == 0x20, text[index + 1].isUpper else { return nil }
        return NameSpan(range: named, score: 0.6, rule: "person-name.addressee")
    }

    private static let saying = ScalarWords(
        [
            "lives", "lived", "says", "said", "told", "asked", "explained", "joined", "resigned", "graduated",
            "married", "shouted",
        ]
        .map(\.scalarValues)
    )

    /// Two capitalised words that no list holds in front of what only people do: Tomasz Brzeg said.
    func actor(_ first: LatinWord) -> NameSpan? {
        guard first.kinds.isEmpty, first.range.count > 2, !first.isAllCaps, text[first.range.upperBound] == 0x20,
            let second = latinWord(at: first.range.upperBound + 1), second.isCapitalized, second.range.count > 2,
            !second.isAllCaps, text[second.range.upperBound] == 0x20,
            let verb = latinWord(at: second.range.upperBound + 1), !verb.isCapitalized, Self.saying.contains(verb.key)
        else { return nil }
        for word in [first, second]
        where Self.stopWords.contains(word.key) || Self.businessWords.contains(word.key)
            || Self.things.contains(word.key)
            || Self.companies.contains(word.key) || Self.wordSurnames.contains(word.key)
        {
            return nil
        }
        return NameSpan(range: first.range.lowerBound..<second.range.upperBound, score: 0.6, rule: "person-name.actor")
    }

    private static let nobility = ScalarWords(
        ["de", "van", "von", "der", "den", "da", "di", "la", "le", "del", "al", "el", "bin", "ten"].map(\.scalarValues)
    )

    private func isParticle(_ word: LatinWord) -> Bool { Self.nobility.contains(word.key) }

    /// A word that no list holds and a known surname behind it: Tilly Nicholson, Senator Warren.
    func afterUnknownGiven(_ first: LatinWord) -> NameSpan? {
        guard text[first.range.upperBound] == 0x20, first.range.count > 2, !first.isAllCaps,
            let second = latinWord(at: first.range.upperBound + 1), second.isCapitalized, !second.isAllCaps,
            second.kinds.contains(.westernSurname), second.range.count > 3, !Self.things.contains(second.key),
            !Self.businessWords.contains(second.key), !Self.businessWords.contains(first.key),
            !Self.companies.contains(first.key)
        else { return nil }
        let next = text[second.range.upperBound]
        if next == 0x20, text[second.range.upperBound + 1].isUpper || text[second.range.upperBound + 1].isDigit {
            return nil
        }
        if Self.ranks.contains(first.key) {
            return NameSpan(range: second.range, score: 0.65, rule: "person-name.latin-title")
        }
        guard first.kinds.isEmpty, !Self.wordsToo.contains(second.key), !Self.wordSurnames.contains(second.key) else {
            return nil
        }
        return NameSpan(
            range: first.range.lowerBound..<second.range.upperBound,
            score: 0.55,
            rule: "person-name.latin-shape"
        )
    }
}
