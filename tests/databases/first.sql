CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('1');
CREATE TABLE assessments (
	id VARCHAR(32) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	author VARCHAR(200) NOT NULL, 
	saved_by VARCHAR(200) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	archived BOOLEAN NOT NULL, 
	revision INTEGER NOT NULL, 
	created DATETIME NOT NULL, 
	changed DATETIME NOT NULL, 
	outcomes TEXT NOT NULL, 
	words TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(digest) REFERENCES trees (digest)
);
INSERT INTO "assessments" VALUES('c84454179ed396b28652c5e9a0083714','18b8046ca4e83bfa4ca5575f8983929b1a7712bdd45b40963a08f6ebf9f27f99','A catalogue for Harbour Street','M. Okafor','','proposed',0,1,'2026-11-24 10:00:00.000000','2026-11-24 10:00:00.000000',' home=server software=catalogue copies=nightly ','a catalogue for harbour street
harbour street reading society
m. okafor
we talked about it on two evenings.
most want to keep it simple.

nobody types cards in twice.
the board
j. lindqvist
the volunteers
measured for two weeks in may: three failures of a minute.
j. lindqvist
asked 40 borrowers.
we know it, and it is there.

a year from now we look again.','{"format":1,"tree":{"id":"small","version":"1.2.0","digest":"18b8046ca4e83bfa4ca5575f8983929b1a7712bdd45b40963a08f6ebf9f27f99"},"title":"A catalogue for Harbour Street","organization":"Harbour Street Reading Society","author":"M. Okafor","status":"proposed","deciders":["The board","J. Lindqvist"],"consulted":["The volunteers"],"notes":"We talked about it on two evenings.\nMost want to keep it simple.\n\nNobody types cards in twice.","logo":null,"answers":{"borrowers":"members","network":"reliable","host":"nobody_else","needs":["search","loans"],"hands":"volunteer"},"evidence":{"network":{"evidence":"Measured for two weeks in May: three failures of a minute.","owner":"J. Lindqvist","due":null},"needs":{"evidence":"Asked 40 borrowers.","owner":"","due":"2026-12-15"}},"recorded":{"software":{"outcome":"spreadsheet","reason":"We know it, and it is there.\n\nA year from now we look again."}}}');
CREATE TABLE trees (
	digest VARCHAR(64) NOT NULL, 
	tree VARCHAR(64) NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "trees" VALUES('18b8046ca4e83bfa4ca5575f8983929b1a7712bdd45b40963a08f6ebf9f27f99','small','1.2.0','format: 1
id: small
version: 1.2.0
title: A catalogue for a small library
summary: Where a reading room of a few thousand books keeps its catalogue, and with what. Made up for tests.
strengths: {major: 4, strong: 2, slight: 1}
dimensions: {people: People, place: Place, needs: Needs}

questions:
  borrowers:
    dimension: people
    ask: Who borrows books?
    why: Names of borrowers are personal data.
    options:
      staff: Only our own staff
      members: Members of the society
      anyone: Anyone who walks in
  network:
    dimension: place
    ask: Is there a network in the reading room?
    why: A hosted catalogue is of no use without one.
    options:
      reliable: Yes, and it holds
      patchy: Yes, but it fails now and then
      none: No network at all
  host:
    dimension: place
    ask: Who may hold the data?
    why: It decides whether a hosted catalogue is possible at all.
    when: {network: [reliable, patchy]}
    options:
      anyone: Any host we have vetted
      nobody_else: Nobody but us
  needs:
    dimension: needs
    ask: What must the catalogue do besides listing books?
    why: Each of these costs work, every week.
    choose: many
    options:
      search: Search by subject
      loans: Keep track of loans
      reminders: Remind borrowers
      nothing: {label: Nothing else, exclusive: true}
  hands:
    dimension: people
    ask: Who looks after it?
    why: Software that nobody looks after stops one day.
    options:
      nobody: Nobody in particular
      volunteer: A volunteer, one evening a week
      engineer: Someone whose job it is

decisions:
  exposure:
    decide: Is personal data in the catalogue?
    shown: false
    outcomes: {private: Names of people outside, plain: No names of people outside}
    rules:
      names:
        when: {borrowers: [members, anyone], needs: [loans, reminders]}
        require: private
        because: Loans and reminders tie a name to a book.
        source: [reading_habits]
      no_names:
        when: {any: [{borrowers: staff}, {needs: [search, nothing]}]}
        for: {plain: slight}
        because: Nothing in it points to a person.
        source: [reading_habits]

  home:
    decide: Where is the catalogue kept?
    outcomes:
      hosted:
        label: With a host
        summary: The host runs it and we use it.
        takes: Nothing but an account and an afternoon.
        costs: A monthly fee for each thousand books.
        leave: A two-way door, as long as the export works. Try it every quarter.
        duties: Name the host to the borrowers, and agree in writing who answers for the data.
        next_steps: [Ask two hosts for an offer., Export a test catalogue and read it back.]
        confirm: A search answers in under 2 seconds at four on a Saturday.
        revisit_when: [The fee doubles., The host is sold.]
        link: https://example.org/hosted
      server:
        label: On our own server
        takes: Half a day a month, and someone to call.
        costs: A small machine every five years, and the power for it.
        leave: A two-way door.
        next_steps: [Find a dry room with power.]
        confirm: [A restore from last night''s copy takes under 1 hour., Two people know how to do it.]
        revisit_when: The volunteer leaves.
      paper:
        label: On paper
        takes: A cabinet.
        costs: Cards.
        leave: A one-way door. Typing in cards takes months.
    tie_break:
      order: [server, hosted, paper]
      because: What we can leave without asking anyone comes first.
    rules:
      no_network:
        when: {network: none}
        rule_out: hosted
        because: Without a network there is no way to reach a host.
      stays_here:
        when: {host: nobody_else}
        rule_out: [hosted]
        because: Data that nobody else may hold cannot be with a host.
        source: [reading_habits, host_terms]
      private_names:
        when: {exposure: private}
        for: {server: slight}
        against: {hosted: slight}
        because: Who reads what is told to as few people as possible.
        disputed: Hosts say that they look after it better than a volunteer can.
        source: [reading_habits, host_terms]
      nobody_home:
        when: {hands: nobody}
        for: {hosted: strong, paper: strong}
        against: {server: major}
        because: A server that nobody looks after fails, and nobody notices.
        source: [old_servers]
      someone_home:
        when: {hands: [volunteer, engineer]}
        for: {server: strong}
        because: There is someone to call.
      network_fails:
        when: {network: patchy}
        for: {paper: slight}
        against: {hosted: strong}
        because: Each time the network fails, a host is out of reach.
        source: [old_servers]
      network_holds:
        when: {network: reliable}
        for: {hosted: strong}
        because: A host is reached whenever the room is open.
        source: [old_servers]
    cautions:
      host_leaves:
        when: {home: hosted}
        say: A host can close with three months'' notice. Keep an export that someone has read back.
        source: [host_terms]
      nobody_restores:
        when: {home: server, hands: volunteer}
        say: One volunteer is a single point of failure. Show a second person how a restore is done.
        source: [old_servers]

  software:
    decide: With what is it kept?
    outcomes:
      catalogue: {label: Catalogue software, takes: Two days to set up., costs: A fee for each call for help., leave: Exports to a common format., confirm: A book is found by its subject.}
      spreadsheet: {label: A spreadsheet, takes: An hour., revisit_when: There are more than 5000 books.}
      cards: {label: Index cards, takes: A pen.}
    rules:
      on_paper:
        when: {home: paper}
        require: cards
        because: On paper there are only cards.
      not_on_paper:
        when: {home: [hosted, server]}
        rule_out: cards
        because: Cards are not kept on a computer.
      needs_reminders:
        when: {needs: reminders}
        rule_out: [spreadsheet, cards]
        because: Neither a spreadsheet nor a card sends a reminder.
        source: [old_servers]
      nobody_installs:
        when: {hands: nobody}
        rule_out: catalogue
        because: Nobody is there to install it.
      by_subject:
        when: {needs: search}
        for: {catalogue: major}
        because: Subjects need a list of terms that the software carries.
        source: [terms]
      keeps_loans:
        when: {needs: loans}
        for: {catalogue: strong}
        against: {spreadsheet: strong}
        because: Two people write to a spreadsheet at once, and one loan is lost.
        source: [old_servers]
      few_needs:
        when: {needs: nothing}
        for: {spreadsheet: strong}
        because: A list is all that is asked for.

  copies:
    decide: How often is a copy made?
    outcomes:
      nightly: {label: Every night, confirm: The copy of last night can be opened.}
      weekly: Every week
    rules:
      changes_daily:
        when: {needs: [loans, reminders]}
        for: {nightly: strong}
        because: A lost day of loans is a lost book.
        source: [old_servers]
      volunteer_week:
        when: {hands: volunteer}
        for: {weekly: strong}
        because: The volunteer comes once a week.
      changes_rarely:
        when: {needs: nothing}
        for: {weekly: slight}
        because: The list changes when a box of books arrives.
    cautions:
      paper_copy:
        when: {home: paper}
        say: A copy of cards is a photograph of every drawer.

claims:
  cards_on_paper: {always: {software: cards}, when: {home: paper, needs: [search, loans, nothing], hands: engineer}, because: Paper means cards.}

sources:
  reading_habits: {title: "Society of Librarians, Reading habits are personal", url: "https://example.org/reading-habits", date: 2025-03-01, grade: primary}
  host_terms: {title: "Example Hosting, Terms of service", url: "https://example.com/terms", date: 2024-05-20, grade: weak, stale_after: 12 months}
  old_servers: {title: "A. Reader, Ten years of servers under desks", url: "https://example.net/ten-years-of-servers/a-long-report-on-what-happened-under-the-desks-of-small-libraries.html", date: 2026-01-15, grade: secondary, stale_after: 24 months}
  terms: {title: "National Library, List of subject terms", url: "https://example.org/terms", date: 2026-06-30, grade: primary}

scenarios:
  society:
    about: A society with a volunteer and a good network.
    answers: {borrowers: members, network: reliable, host: nobody_else, needs: [search, loans], hands: volunteer}
    expect: {home: server, software: catalogue, copies: [nightly, weekly]}
','2026-11-24 10:00:00.000000');
CREATE INDEX assessments_by_change ON assessments (archived, changed);
CREATE INDEX assessments_by_tree ON assessments (digest);
