/// The labels that stand before names in forms, tables, mails and JSON.
enum NameLabels {
    /// Behind these, whatever looks like a name is one.
    static let strict = Pattern(
        "(kana|Kana|furigana|氏名|お名前|御名前|名前|芳名|宛名|担当者名|代表者名|患者名|契約者(名)?|申込者(名)?|申請者(名)?|届出人|受取人(名)?|依頼主(名)?|依頼人|問い合わせ先|差出人(名)?|記入者(名)?|作成者(名)?"
            + "|報告者(名)?|承認者(名)?|責任者(名)?|名義(人)?|保護者(名)?|世帯主(名)?|被保険者(名)?|従業員名|社員名|講師(名)?|フリガナ|ふりがな|カナ|カタカナ|かな|お客様名|顧客名|会員名"
            + "|主治医(名)?|担当医(名)?|紹介者(名)?|保証人(名)?|配偶者(名)?|議長|書記|宿泊者(名)?|予約者(名)?|利用者(名)?|入居者(名)?|賃借人|賃貸人|代表者|代表取締役|担当者|申込人|請求者(名)?|委任者|受任者"
            + "|預金者(名)?|加入者(名)?|受診者(名)?|対象者(名)?|応募者(名)?|候補者(名)?|受講者(名)?|参加者(名)?|出席者(名)?|欠席者(名)?|来訪者(名)?|訪問者(名)?|連絡者|緊急連絡先|投稿者|発言者|話者|面接官|評価者|被評価者|発注者|依頼者|面談者|登録者|所有者|同行者|上長|貸主|借主|売主|買主)",
        reportsStart: true
    )
    /// Behind these, what the lists know.
    static let loose = Pattern(
        "(担当|宛先|送付先|届け先|届先|本人|代表|連絡先|窓口|司会|監修|発信|送信者|受信者|From|To|Cc|CC|Attn|ATTN|Regards|Sincerely|姓名|姓|名|セイ|メイ|営業|技術|承認|起票|確認|対応|記録|参加|出席|欠席|同行|起案|決裁|幹事|当番|引継先|引き継ぎ先|当方|先方|記入|受取|面接|甲|乙)",
        reportsStart: true
    )
    /// `name`, `customer_name`, `My name is`.
    static let latin = Pattern(
        "(name|kana|furigana|yomi|contact|customer|patient|employee|applicant|attendee|assignee|owner|author|speaker|sender|recipient|signed|signature|attn|attention|attendees|participants|caller|agent|next of kin|bill to|ship to|deliver to|physician|doctor|passenger|tenant|landlord|beneficiary|by|cardholder|regards|sincerely|i'm|i am|name is|name's|call me|this is|directed by)",
        isCaseInsensitive: true,
        reportsStart: true
    )
}
