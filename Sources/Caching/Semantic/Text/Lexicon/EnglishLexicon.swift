/// What English words and phrases mean, as far as questions people ask at work go.
///
/// Synonyms here are true ones: an answer about the one is an answer about the other.
enum EnglishLexicon {
    static let tables = [frame, structure, actions, things, work, opposites]

    /// Words that carry a question without saying what it is about.
    private static let frame = """
        fn | a, an, the, of, this, that, these, those, there, here, it, its, itself, as, so, such, am, be, been, being
        fn | just, really, actually, basically, simply, quickly, easily, properly, correctly, exactly, successfully, right now
        fn | hi, hello, hey, dear, thanks, thank you, thank you in advance, thanks in advance, cheers, ok, okay, well, sorry, excuse me
        fn | good morning, good afternoon, quick question, i have a question, question, one question, asap, fyi, btw, by the way
        fn | please, kindly, pls, plz, if possible, if you could, for me, a bit, a little
        fn | can you, could you, would you, will you, can you please, could you please, would you please, can someone, could someone, can anyone, could anyone
        fn | tell, tell me, let me know, explain, describe, explain to me, walk me through, guide me through, guide me, show me, remind me, clarify, please list, list the, advise, inform me, point me to, help me understand, elaborate on, elaborate, share
        fn | do you know, does anyone know, do you happen to know, any idea, i wonder, i was wondering, wondering, i am wondering, i would like to know, i want to know, i need to know, i want to understand, i would like to understand, know, understand, i want to ask, i would like to ask, ask
        fn | help, help me, assist me, assistance, assist, give me, provide me, provide, give, can i get help, i need help, i need help with, need help, i need some help, i could use some help
        fn | i am trying to, i try to, trying to, try to, i want to, i need a, i need an, i need my, i need to, i would like to, i wish to, i have to, we need to, we want to, want to, need to, would like to, would like, am looking to, looking to, i am looking to, i am looking for, looking for, i am hoping to, wish to, have to, i plan to, planning to, plan to, going to, about to, in order to, so as to
        fn | about, regarding, concerning, with regard to, with respect to, with regards to, in regard to, when it comes to, in terms of, in relation to, related to, relating to
        fn | in, on, at, for, with, of, via, upon, onto, within the, through
        fn subject | i, my, mine, we, our, ours, you, your, yours, one's, myself, ourselves, yourself, they, them, their, someone, somebody, anyone, anybody, people, person
        fn | what if, if, in case, in the event that, in the event of, in the case of, in case of, whenever, while, whether, suppose
        fn initial kind:whether | do, does, is, are, has, have, will, would, shall
        fn initial kind:may | can, could, may, might
        fn initial kind:must | must, should
        fn | having, has been, have been, had been, that were, that was, which were, which was, who were, who was, i was, when i was, if i was
        initial kind:may | is it possible to, is it possible, possible, am i able to, are we able to, am i allowed to, am i allowed, are we allowed, are we allowed to, is it allowed, is it ok to, is it okay to, is it ok if, is it okay if, is it fine to, is it permitted to, may i, can i, can we, could i, could we, is it acceptable to
        with:may asks:may light | allowed, allowed to, permitted, permissible, permitted to, ok to, okay to, eligible, entitled, qualify, eligibility, eligible for, entitled to, acceptable
        initial kind:must | do i need to, do we need to, do i have to, do we have to, am i required to, are we required to, is it necessary to, is it mandatory to, is it mandatory for, is it required to, must i, must we, should i, should we, am i obliged to, am i supposed to, are we supposed to, do employees need to, do employees have to, do you have to, do you need to, do users need to, do users have to, are employees required to, is it compulsory to
        noun:must | required, require, need, needed, needs, mandatory, compulsory, obligatory, necessary
        initial kind:may | is there support for, do you allow, do you offer, do you permit
        kind:how | how, how to, how do i, how can i, how do you, how do we, how can we, how could i, how would i, how should i, how does one, how can one, how would one, what should i do to, what do i need to do to, what do i have to do to, what do i do to, what must i do to, what should i do, what do i do, what can i do, what am i supposed to do, what can be done, what to do, what should we do, what do we do, what will it take to, what does it take to, how go about, how do i go about, how to go about, how can i go about, how should i go about, best practice for, best practices for
        kind:how | what command, which command, command to, command for, what is the command to, what is the command for, what is the command
        kind:how | is there a way to, is there any way to, is there a way for me to, is there some way to, what is the way to, way to, way of, ways to, the way to
        kind:how | steps, step, procedure, process, method, instructions, instruction, guide, tutorial, guidance, walkthrough, way, approach, how to guide, step by step, procedures, processes, manual
        kind:what | what, which, whats, what kind of, what type of, what sort of, what are the, what kinds of, what types of, which kind of
        kind:what | meaning, definition, define, mean by, meant by, mean, stand for, meaning of, definition of
        kind:who | who, whom, whose, who should i contact, who do i contact, which person, who is responsible for, who is in charge of, responsible, in charge, who handles, who to contact, who can i contact, whom should i contact, contact person, point of contact, who should i talk to, who do i talk to, who should i ask, who do i ask, who should i speak to, who do i speak to, who do i go to, responsible for, in charge of, person in charge, person responsible
        initial conjunction kind:when | when
        initial conjunction kind:where | where
        kind:when | which year, what year, in what year, in which year, what month, which month, in which month, in what month, since when
        kind:when | by when, when is it that
        mid asks:when | what time, at what time, what hour
        mid asks:when | what day, which day, on which day, what date, on what date, which date, what weekday
        kind:where | where can i find, where do i find, where is it, where to find, in which location, which location, at which location, where can i see, where do i go to, where should i go to, where do i go, where can i go, where do i look, whereabouts, where can i locate, where do i see, where can i get, where do i get, which page, which menu, which folder, where to
        kind:why | why, how come, what causes, what is causing, what caused, reason, cause, for what reason, what could cause, what might cause, whats causing
        kind:how-much | how much, what is the price of, what does it cost, how expensive, how high
        noun:how-much | cost, price, pricing, priced, costs
        kind:how-many | how many, what number of, number of, the number of, how numerous, count of, what is the number of, total number of
        kind:how-long | how long, how much time, how many days does it take, how quickly, how fast, how soon, amount of time, length of time, how long does it take, what is the turnaround time, turnaround time, turnaround
        noun:how-long | duration, period, term, lead time, processing time, waiting time, wait time, wait
        kind:how-often | how often, how frequently, how regularly, what frequency, frequency, at what interval, how many times
        noun:when | deadline, due date, cutoff date, cut off date, closing date, last day, final date, cutoff, last date, due
        noun:when | schedule, timetable, timeline
        noun:when | date, dates
        noun:where | location, located, place, whereabouts of, position
        light each | currently, now, also, still, already, yet, again, anymore, any more, any, some, else, specific, particular, certain, certain kind, more information, information, info, details, detail, question about, official, officially, standard, normal, normally, usual, usually, typical, typically, generally, general, regular, regularly, proper, correct, best, easiest, easy, simple, quick, right, good, recommended, suggested, preferred, current, existing, available, availability, present, presently, at the moment, ever, ready, various, whole, kind, type, sort, thing, something, anything, stuff, lot, then, too, very, both, either, each, per se
        light | time, times
        light | hold, held, organize, take place
        regain access, regain, get back into, get back in, regain access to
        with:where mid | find, locate, stored, kept, located at, look for, saved in, lie
        new, brand new
        additional, further, extra
        different, another, other
        mid | personal, personally, individual, own
        online
        offline
        main, primary
        kind:what | what happens, what will happen, what would happen, what is going to happen
        light | go, going, come, happen, happens, occur, occurs, take place
        mid | get, obtain, receive, acquire, getting hold of, gain, got, gotten, getting
        mid | make, making, made
        want, wanted, wish, hope, intend
        light | like
        light | possible to have, have got
        light | work, function
        light | look, look like
        light | case, situation, circumstance, scenario
        light | apply, applies, applicable
        light | exist, exists
        light | handle, deal with, proceed with, take care of, treat, handling, treatment
        in the past
        me
        light | recently, lately, recent
        light | my name is, i am
        light | offer, offered
        light | rule, regulation, guideline
        mid | use, utilize, make use of, using, usage
        mid | company, organization, firm, business, corporate, corporation, employer, workplace, organisation, enterprise
        mid | system, platform, tool, application, app, software, program, programme, portal, solution, tools
        mid | account, user account, profile
        mid | service, services
        mid | page, screen, website, site, web page, web site
        mid | member, team member
        mid | policy, policies
        mid | option, set, setting, preference, preferences, configuration option
        mid | do, perform, carry out, conduct, execute, done
        put
        mid | allow, permit, let, enable me
        mid | computer, pc, machine, device, workstation
        mid | value, amount, sum
        mid | office, at the office, in the office
        all, every
        mid | entire, complete, full, fully
        """

    /// Negation, direction, comparison, numbers.
    private static let structure = """
        neg | not, no, never, without, dont, doesnt, didnt, isnt, arent, wasnt, werent, wont, neither, nor, none, no longer, not yet, lack, lacking, lacks, missing, absent, absence of, hasnt, havent, shouldnt, wouldnt
        neg | cannot, cant, unable to, unable, not able to, could not, impossible, fail, failed to, failing, fail to, failure, failed, refuse, refuses to, refuses, having trouble, have trouble, having problems, have problems, having issues, have issues, having difficulty, have difficulty, trouble, struggle, struggling, struggling to, wont let me, does not let me, keeps failing, no luck, not let me, not allow me to
        neg | except, excluding, other than, apart from, aside from, exclude, excluded, except for, with the exception of, instead of, rather than
        neg | exempt, ineligible, forbidden, prohibited, banned, disallowed, not allowed, not permitted, not allowed to
        broken -> not, work
        down, out of order, malfunctioning, malfunction, stopped working, out of service, no longer works -> not, work
        bind | to, into, toward, towards, onto the
        bind | from, out of, off of
        bind | by, done by
        bind | than
        bind | between
        bind | against
        bind | on behalf of
        bind | under, below, beneath, less than, fewer than, lower than, smaller than, shorter than, cheaper than
        bind | over, above, more than, in excess of, exceed, greater than, larger than, higher than, longer than, bigger than, over the limit of
        join | and, or, as well as, along with, and or, plus, versus, vs, together with
        before, prior to, ahead of, earlier than, in advance, in advance of, beforehand, before the
        after, following, later than, once, afterwards, subsequent to, as soon as, upon completion of, past
        until, till, up until
        since
        within, inside, in less than
        during, throughout
        outside, beyond
        per, for each, for every, each one
        only, solely, exclusively, just one
        more, greater, larger, bigger, higher
        less, fewer, smaller
        at least, minimum, min, no less than, not less than, minimal, smallest, fewest, lowest, least
        at most, maximum, max, up to, no more than, not more than, maximal, largest, biggest, highest, upper limit, cap, most
        first time
        last, previous, prior, preceding, past year
        next, upcoming, coming, following year
        future
        today
        tomorrow
        yesterday
        always
        sometimes, occasionally
        immediately, right away, at once, instantly, immediate
        early, earlier
        late, later
        temporarily, temporary, for now, interim
        permanently, permanent, forever, for good
        automatically, automatic, auto, on its own, by itself
        manually, by hand
        directly, direct
        remotely, remote
        locally, local, on premises, on premise
        abroad, overseas, foreign country, foreign, outside the country, another country, international, internationally
        domestic, domestically
        public, publicly
        private, privately
        internal, internally, in house
        external, externally, outside party, third party, third parties
        old, former, outdated, older
        short
        long
        fast, faster, speed up, accelerate
        slow, slower, running slow, running slowly, runs slow, runs slowly, slow down, slowly, laggy, lagging, lag, takes forever, taking forever
        high
        low
        open, opened
        close, closed, closing
        inbound, incoming
        outbound, outgoing
        free, free of charge, at no cost, complimentary, for free, no charge, no cost
        half, one half
        double, twice
        remaining, left, left over, remainder, balance
        daily, every day, each day, per day, a day
        weekly, every week, each week, per week, a week
        monthly, every month, each month, per month, a month
        quarterly, every quarter, each quarter, per quarter, a quarter
        yearly, annual, annually, every year, each year, per year, a year, per annum
        hourly, every hour, each hour, per hour, an hour
        advantage, pros, upside, strength
        disadvantage, con, cons, drawback, downside, weakness
        cheap, inexpensive, affordable, cheapest, cheaper, low cost
        expensive, costly, pricey, priciest
        big, large, huge
        little, small, tiny
        difficult, hard, complicated
        easy to do, effortless
        empty, blank
        dangerous, unsafe, risky
        important, essential, crucial
        common, frequent, popular
        upper, top
        bottom
        start time, starting time
        end time, ending time, finishing time
        purpose, used for, intended for
        prerequisite, requirement, prerequisites
        responsibility, duty, duties, responsibilities
        example, sample, examples, instance
        consequence, penalty, repercussion
        same
        rich
        multiple, several, many, numerous
        unit | sec
        unit | minute, minutes, min.
        unit | hour, hours, hrs
        unit | day, days
        unit | business day, business days, working day, working days, workday, weekdays only
        unit | week, weeks
        unit | month, months
        unit | year, years, yr, yrs
        unit | quarter, quarters
        unit | kilometer, km, kilometre, kms
        unit | meter, metre
        unit | mile, miles
        unit | foot, feet
        unit | inch, inches
        unit | centimeter, cm
        unit | kilogram, kg, kilo, kilos
        unit | gram, grams
        unit | pound weight, lbs, lb
        unit | liter, litre, liters
        unit | gallon
        unit | celsius
        unit | fahrenheit
        unit | kilobyte, kb, kib
        unit | megabyte, mb, mib, megabytes
        unit | gigabyte, gb, gib, gigabytes
        unit | terabyte, tb, tib
        unit | megabit, mbps
        unit | gigabit, gbps
        unit | percent, percentage, percentages, pct
        unit | percentage point
        unit | dollar, usd, us dollar, us dollars, american dollars, american dollar, bucks, dollars
        unit | euro, eur, euros
        unit | pound, gbp, pound sterling, sterling, british pounds, british pound, pounds
        unit | yen, jpy, japanese yen
        unit | yuan, rmb, cny, renminbi, chinese yuan
        unit | won currency, krw, korean won
        unit | rupee, inr, rupees
        unit | swiss franc, chf
        unit | canadian dollar, cad, canadian dollars
        unit | australian dollar, aud, australian dollars
        entity | monday, mondays, mon.
        entity | tuesday, tuesdays, tue
        entity | wednesday, wednesdays, wed
        entity | thursday, thursdays, thu
        entity | friday, fridays, fri
        entity | saturday, saturdays, sat.
        entity | sunday, sundays, sun.
        weekend, weekends
        month number:1 | january, jan
        month number:2 | february, feb
        month number:3 | march, mar
        month number:4 | april, apr
        month number:6 | june, jun
        month number:7 | july, jul
        month number:8 | august, aug
        month number:9 | september, sep, sept
        month number:10 | october, oct
        month number:11 | november, nov
        month number:12 | december, dec
        entity | spring
        entity | summer
        entity | autumn
        entity | winter
        number:0 | zero
        number:2 | two, second
        number:3 | three, third
        number:4 | four, fourth
        number:5 | five, fifth
        number:6 | six, sixth
        number:7 | seven, seventh
        number:8 | eight, eighth
        number:9 | nine, ninth
        number:10 | ten, tenth
        number:11 | eleven, eleventh
        number:12 | twelve, dozen, twelfth
        number:13 | thirteen
        number:14 | fourteen
        number:15 | fifteen
        number:16 | sixteen
        number:17 | seventeen
        number:18 | eighteen
        number:19 | nineteen
        number:20 | twenty
        number:21 | twenty one
        number:24 | twenty four
        number:25 | twenty five
        number:28 | twenty eight
        number:30 | thirty
        number:40 | forty
        number:45 | forty five
        number:50 | fifty
        number:60 | sixty
        number:70 | seventy
        number:80 | eighty
        number:90 | ninety
        number:100 | hundred, one hundred, a hundred
        number:200 | two hundred
        number:500 | five hundred
        number:1000 | thousand, one thousand, a thousand
        number:10000 | ten thousand
        number:1000000 | million, one million, a million
        number:1 | one, first, single
        fn | one of, which one, this one, that one, the one, any one, one another, one time
        """

    private static let actions = """
        reset, re set
        change, modify, alter, edit, amend, revise, adjust, switch over, update, switch
        refresh, bring up to date
        upgrade, move up to
        downgrade
        replace, swap, substitute, replacement, exchange
        convert, turn into, transform, conversion
        translate, translation
        add, insert, append, addition, attach
        create, generate, build, creation, produce
        write, compose, draft
        delete, remove, erase, get rid of, wipe, deletion, removal, take off, drop
        uninstall
        install, installation, set up on
        set up, setup, configure, configuration, configuring, set it up
        connect, connection, hook up, join to, connecting
        disconnect
        log in, login, sign in, log on, logon, signin, log into, sign into, logging in, signing in, log on to, sign in to, log in to, logged in, signed in
        log out, logout, sign out, log off, sign off from, logged out
        sign up, signup, register, registration, enroll, enrol, enrollment, enrolment, sign up for, subscribe to, join
        unsubscribe, opt out, opt out of
        subscribe, subscription
        cancel, cancellation, call off, terminate, end my, termination, discontinue
        stop, end, finish, cease
        start, begin, commence, kick off, initiate, launch, starting
        restart, reboot
        shut down, power off, turn off the power
        pause, suspend, put on hold, suspension
        resume
        continue, keep, carry on, go on
        enable, turn on, activate, switch on, activation, enabled
        disable, turn off, deactivate, switch off, deactivation, disabled
        block, blocked, blocking
        unblock
        lock, locked, locked out, lock out, locked out of
        unlock
        submit, hand in, file a, file an, file my, turn in, submission, send in, lodge
        send, transmit, sent, forward
        receive mail
        share with
        upload
        download
        import
        export
        save, store
        back up, backup
        restore, recover, recovery, restoration, get back, bring back, retrieve, undelete
        sync, synchronize, synchronization
        migrate, migration
        transfer, move, moving, relocate, relocation
        merge, combine, consolidate, join together
        split, divide, separate
        copy, duplicate, copying
        paste
        print
        scan
        search, searching, search for
        with:where | view, check, display, see, look at, look up, find out
        show
        monitor, track, keep track of, tracking, follow up on
        verify, validate, confirm, verification, validation, double check, confirmation
        review
        approve, approval, sign off on, authorize, authorization, sign off, green light
        reject, decline, deny, turn down, rejection, denied, declined
        request, apply for, put in for, put in a request for, put in a request, application for, file for, place a request, make a request, requesting, ask for, submit a request for, submit a request, requested
        order, purchase, buy, place an order, ordered, bought, buying, acquire by purchase
        sell
        pay, payment, settle, paid, payments
        refund, money back, get my money back, refunds
        reimburse, reimbursement, get reimbursed, get reimbursed for, claim back, expense back, claim
        charge, bill me, billed, charged
        return, send back, give back, returned, returning
        ship, shipping, shipment, dispatch
        deliver, delivery, arrive, delivered
        borrow, loan out
        lend
        rent, lease
        book, reserve, reservation, booking
        schedule a, arrange, set a time for
        reschedule, move to another date, push back, postpone
        invite, invitation
        attend, participate, participation, take part, attendance
        hire, recruit, hiring, recruitment
        fire, dismiss, lay off, layoff, let go of, dismissal
        resign, quit, resignation, leave the company, leaving the company, quit my job, hand in my notice, give notice, leave my job
        retire, retirement
        promote, promotion
        assign, allocate, allocation, assignment
        grant
        revoke, withdraw, take away, revoked
        rename, name change
        report, reporting
        escalate, escalation
        solve, resolve, fix, troubleshoot, repair, correct the, sort out, solved, resolution
        debug, debugging
        test, testing
        deploy, deployment, roll out, rollout
        roll back, rollback, revert, undo
        run, running
        compile
        calculate, compute, work out, calculation, calculated, determine
        compare, comparison, difference, differ, distinguish, differences, different from
        include, contain, cover, included, covered, coverage, inclusive
        increase, raise, boost, raising, grow
        decrease, reduce, lower, cut, reduction, shrink, cut down
        improve, improvement, enhance, optimize, optimization, make better
        extend, prolong, extension, lengthen
        shorten
        renew, renewal
        expire, expiration, expiry, lapse, run out, expired, expires
        encrypt, encryption
        decrypt, decryption
        filter, filtering
        sort by, sorting
        sum up, summarize, summary
        open a
        contact, reach, get in touch with, get in touch, reach out to, speak to, talk to, get hold of, speak with, call up, in contact with
        call, phone, ring
        notify, alert, notification, notifications, alerts
        complain, file a complaint, make a complaint, lodge a complaint, submit a complaint, raise a complaint, complaint, complaints
        forget, forgot, forgotten, do not remember, cannot remember, dont remember, cant remember, no longer remember
        lose, lost, misplace, misplaced
        steal, stolen, theft
        break, damage, damaged, broke
        train, training, course
        learn, study, learning
        travel, trip, traveling, business trip, travelling, business travel
        work from home, remote work, telework, wfh, telecommute, teleworking, working from home, telecommuting, working remotely, work remotely, home office, work from my home
        carry over, roll over, carried over, rollover, carryover, carry forward, carried forward, transfer to next year
        accrue, accrual, build up
        take
        choose, select, pick, selection
        fill in, fill out, complete the form
        accept, acceptance
        agree
        sign, signature
        parse, parsing
        iterate, loop over, loop through, iteration
        read
        call a function, invoke
        declare, declaration
        throw, raise an exception
        catch
        commit, check in
        push
        pull
        clone
        fork
        query
        index
        cache
        access, get into, get access to, gain access to, accessible, have access to
        restrict, limit access, restriction, restricted
        hide, hidden, conceal
        publish, publication, publishing
        archive, archived
        wait for
        visit
        park, parking
        eat
        wear
        support, supports, supported
        integrate, integration
        customize, personalize, customization
        define a
        complete a, finalize
        prevent, avoid, keep from
        protect, safeguard
        examine, inspect, inspection
        estimate, estimation, approximate
        list all, enumerate
        count up
        teach
        cook, prepare a meal
        explain why
        bring, take along, carry with
        recycle, recycling
        correct a, rectify
        apologize, apology
        negotiate, negotiation
        celebrate, celebration
        donate, donation
        substitute for
        detect, recognize, recognise, detection
        manage, administer, management, administration
        """

    private static let things = """
        # Things
        password, passcode, passphrase, pwd, passwd, pass word
        username, user name, user id, login name, login id
        email, e mail, mail, email message, e mails
        email address, e mail address, mail address
        mailbox, inbox
        address, postal address
        phone number, telephone number, phone no
        mobile phone, cell phone, cellphone, smartphone, mobile
        telephone
        laptop, notebook computer, notebook
        desktop
        monitor screen, second monitor
        printer
        keyboard
        mouse
        headset, headphones
        charger, power adapter
        usb drive, usb stick, thumb drive, flash drive, memory stick
        network, lan
        wifi, wi fi, wireless network, wireless, wireless internet
        internet, web
        vpn, virtual private network
        firewall
        server
        database, db
        file name
        mid | document, file, doc
        folder, directory
        attachment, attached file
        link, url, hyperlink
        browser, web browser
        operating system, os
        entity | windows
        entity | mac, macos, macbook, mac os
        entity | linux
        entity | iphone, ios, ipad
        entity | android
        entity | chrome
        entity | firefox
        entity | safari
        entity | edge
        entity | outlook
        entity | gmail
        entity | excel
        entity | word document
        entity | powerpoint
        entity | teams
        entity | slack
        entity | zoom
        entity | google
        entity | microsoft, ms
        entity | salesforce
        entity | jira
        entity | github
        entity | gitlab
        entity | aws
        entity | azure
        entity | python
        entity | javascript, js
        entity | typescript
        entity | java
        entity | swift
        entity | rust
        entity | ruby
        entity | go language, golang
        entity | kotlin
        entity | php
        entity | sql
        entity | mysql
        entity | postgresql, postgres
        entity | oracle
        entity | mongodb
        entity | redis
        entity | docker
        entity | kubernetes, k8s
        entity | html
        entity | css
        entity | json
        entity | xml
        entity | csv
        entity | pdf
        entity | yaml
        entity | japan, japanese
        entity | tokyo
        entity | osaka
        entity | usa, united states, america, american, u s, us
        entity | uk, united kingdom, britain, british, england
        entity | germany, german
        entity | france, french
        entity | china, chinese
        entity | korea, korean, south korea
        entity | india, indian
        entity | canada, canadian
        entity | australia, australian
        entity | europe, european, eu
        entity | english
        entity | spanish, spain
        entity | italy, italian
        entity | singapore
        entity | london
        entity | paris
        entity | berlin
        entity | new york
        error, error message, exception, bug, fault
        problem, issue, difficulty
        two factor authentication, 2fa, two step verification, two factor, 2 factor authentication, 2 step verification
        mfa, multi factor authentication, multifactor authentication
        single sign on, sso
        authentication, authenticate
        authenticator app, authenticator
        security, secure
        virus, malware
        phishing
        spam, junk mail, junk
        certificate
        api key, api token, access key
        api, application programming interface
        token
        key
        license, licence
        version, release, edition
        feature, functionality
        plan
        basic plan, basic
        premium, premium plan
        pro plan, pro
        enterprise plan
        tier
        free trial, trial
        discount, price reduction, rebate
        coupon, promo code, voucher, coupon code
        asks:how-much | fee, charges, surcharge, charge fee
        invoice, bill
        receipt, receipts, proof of purchase
        credit card
        debit card
        card
        bank account, bank details, bank information, bank account details
        bank transfer, wire transfer
        money, cash
        currency
        exchange rate
        warranty, guarantee
        customer service, customer support, support team, help desk, helpdesk, service desk, support desk, it support, it help desk, it department, tech support, technical support
        entity | customer, client, consumer, customers
        entity | user, users, end user
        entity | guest, visitor
        entity | admin, administrator, admins
        mid | item, product, goods, merchandise, article
        package, parcel
        cart, basket
        stock, inventory
        size
        color, colour
        weight
        height
        width
        speed
        capacity
        temperature
        storage, disk space, storage space
        memory, ram
        cpu, processor
        battery
        limit, quota, threshold
        rate limit, rate limiting
        timeout, time out
        port
        ip address, ip
        domain, domain name
        dns
        proxy
        log file, logs
        backup file
        dashboard
        button
        menu
        table
        column
        row
        cell
        chart, graph
        image, picture, photo, photos
        video
        audio, sound
        text
        string
        array
        list
        dictionary, hash map, hashmap, hash table, map
        set type
        class
        function call, subroutine
        variable
        loop
        thread
        branch
        repository, repo
        pull request, merge request, pr
        code, source code
        script
        query string
        cron job, scheduled job, scheduled task, cron
        environment variable, env var, environment variables, env vars
        library
        data
        record
        field
        form
        template
        title
        subject
        name
        calendar
        meeting, meet
        conference room, meeting room
        room
        desk
        building
        floor
        door
        badge, id card, access card, employee id card, id badge, key card, keycard, employee badge
        car, automobile
        train ticket
        flight, plane ticket, airfare
        hotel, accommodation, lodging
        taxi, cab
        ticket, support ticket
        language
        time zone, timezone
        country
        city
        branch office
        headquarters, head office, hq
        factory, plant
        website url
        newsletter
        channel
        group
        role
        owner, ownership
        permission, access right, access rights, privilege, privileges, permissions
        status, state, progress
        history, past records
        amount limit
        tax id
        doctor, physician
        hospital, clinic
        medicine, medication
        movie, film
        picture frame
        wallpaper, desktop background
        shortcut, keyboard shortcut, hotkey
        webcam
        microphone, mic
        speaker
        remote desktop, rdp
        spreadsheet
        presentation, slides, slide deck, deck
        webpage link
        source
        tutorial video
        faq
        terms of service, terms of use, terms and conditions
        privacy policy, privacy notice
        refund policy, return policy rules
        tracking number
        order number
        serial number
        model number
        gift card
        loyalty points, reward points, points
        holiday party, christmas party
        dog, pet, pets, dogs
        elevator, lift
        bathroom, restroom, toilet
        trash, garbage, rubbish, waste
        bike, bicycle
        bus
        train line
        """

    private static let work = """
        # Things
        entity | employee, worker, staff member, staff, employees, workers, personnel
        entity | manager, supervisor, boss, line manager, managers
        entity | director
        entity | executive
        entity | contractor, freelancer, contractors
        entity | part timer, part time employee, part time worker, part time staff, part timers, part time
        entity | full time employee, full time worker, full time staff, full time
        entity | intern, interns, trainee
        entity | new hire, new employee, new hires, new employees, new joiner, new starter, new joiners
        entity | vendor, supplier, vendors
        entity | partner
        entity | team
        entity | department, dept, division
        entity | hr, human resources, hr department, human resources department, hr team, people team
        entity | finance department, finance, accounting, accounting department, finance team, accounting team
        entity | legal, legal department, legal team
        entity | marketing
        entity | sales
        entity | engineering
        entity | spouse, wife, husband
        entity | child, children, kid, son, daughter, kids
        entity | parent, mother, father, parents
        entity | family, family members, family member, dependent, dependents
        entity | he, him, his, she, her, hers
        entity | colleague, coworker, co worker, coworkers, colleagues
        salary, pay level, wage, wages
        asks:when | payday, pay day
        payslip, pay slip, pay stub, paystub, salary slip, salary statement, wage slip
        payroll
        bonus, bonuses
        raise in pay, pay raise, salary increase, pay increase, salary raise, pay rise
        overtime, overtime work, extra hours
        overtime pay
        allowance, stipend
        benefit, perk, benefits, perks
        pension
        insurance
        health insurance, medical insurance
        vacation, leave, holiday, pto, paid time off, annual leave, paid leave, time off, paid vacation, days off, vacation leave, paid holiday, vacation time, vacation days, day off, leave days, holidays, paid vacation days
        public holiday, national holiday, bank holiday, public holidays, national holidays, company holiday
        sick leave, sick day, sick time, sick days
        maternity leave, maternity
        paternity leave, paternity
        parental leave, childcare leave
        bereavement leave, bereavement
        unpaid leave, leave without pay
        absence, leave of absence
        sick, ill, unwell, illness, sickness
        remote worker
        asks:when | working hours, work hours, office hours, business hours, opening hours, hours of operation
        flextime, flexible working hours, flexible hours, flexible schedule
        shift
        lunch break, lunch, lunchtime
        break time
        dress code
        code of conduct
        handbook, employee handbook, employee manual
        contract, agreement
        probation, probationary
        notice, notice time
        performance review, performance evaluation, performance appraisal, annual review, appraisal
        interview
        resume, cv, curriculum vitae
        job, position opening
        job opening, job openings, open position, vacancy, open positions, vacancies
        referral, refer
        onboarding
        offboarding
        expense, expenses, expenditure, business expense
        expense report, expense claim, expense reports, expense claims
        per diem, daily allowance
        mileage
        commute, commuting, commuter
        budget
        forecast
        purchase order, po
        tax
        income tax
        vat, value added tax, sales tax, consumption tax
        withholding tax, withholding
        tax return
        w2
        fiscal year, financial year, fy
        audit
        revenue, turnover, sales revenue
        profit
        loss
        asset
        depreciation
        cost center
        account number
        interest rate, interest
        loan
        mortgage
        stock option
        share price
        project
        task
        milestone
        goal, objective, target
        kpi
        sla, service level agreement
        nda, non disclosure agreement, confidentiality agreement
        gdpr
        compliance
        privacy
        personal data, personal information
        confidential
        harassment
        accident
        emergency
        fire drill
        first aid
        incident, outage
        maintenance
        downtime
        uptime
        relocation package
        gym
        cafeteria, canteen
        parking space, parking spot, parking lot
        mail room
        stationery, office supplies
        business card, business cards
        uniform
        equipment, hardware
        onboarding process, onboarding procedure -> onboarding, how
        head count, headcount -> how many, employee
        shipping fee, shipping charge, postage -> ship, cost
        delivery fee, delivery charge -> deliver, cost
        wfh -> work from home
        forgot password, forgotten password -> forget, password
        name and password -> username, password
        sick leave day -> sick leave
        do i need, do we need, do you need, do they need -> do, required
        stop receiving, stop getting, no longer receive -> unsubscribe
        did, was, were, had -> do, in the past
        how large, how big -> what, size
        notice period -> notice, duration
        as a deadline -> deadline
        """

    /// Words that say the opposite of each other.
    private static let opposites = """
        opposites | advantage/disadvantage, cheap/expensive, big/little, easy to do/difficult, upper/bottom, start time/end time
        opposites | enable/disable, increase/decrease, import/export, upload/download, add/delete, install/uninstall, start/stop, open/close, lock/unlock, block/unblock, log in/log out, connect/disconnect, approve/reject, encrypt/decrypt, before/after, more/less, at least/at most, upgrade/downgrade, order/sell, hire/fire, push/pull, inbound/outbound, public/private, internal/external, temporarily/permanently, last/next, today/tomorrow, yesterday/tomorrow, early/late, automatically/manually, domestic/abroad, high/low, fast/slow, long/short, pause/resume, sign up/unsubscribe, borrow/lend, subscribe/unsubscribe, grant/revoke, extend/shorten, remotely/locally
        """
}
