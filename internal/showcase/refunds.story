# Six weeks of a team: "Refunds in a day" in #refunds, up to a Tuesday morning in its middle, and a smaller mission
# beside it in #checkout. How lines are written stands in doc.go.

zone Europe/Lisbon
ends week 7 tuesday 09:12

week 1 monday 09:05
Ana #general: Good morning. We begin with refunds today, in #refunds. Come along if you have ever had to explain one on the phone.
Kiri #general reacts raised_hands to "We begin with refunds"
Ana #refunds: A refund takes us nine days on average. I would like that to be one. Who wants to find out with me where the days go?
Bo #refunds answers "nine days": I do. I have answered those calls at night.
Dee #refunds answers "nine days": Me too, if somebody shows me the bank's part.
Chidi #refunds reacts raised_hands to "nine days"

week 1 monday 09:40
Ana #refunds invites the app
Ana #refunds: /mission start Refunds in a day
Ana fills "Start a mission"
  aspiration = A refund should feel as easy as the purchase.
  end_state = nine refunds in ten reach the customer within a day, with no phone call
  steer = lead
  rest = write
Ana fills "Why it matters"
  why_customers = Their money is back before they begin to worry.
  why_us = Nobody of us has to explain a delay on the phone.
  why_company = People who trust a refund buy again.
Ana fills "Three phases"
  done_when_beginning = we have followed ten refunds from end to end
  target_beginning = {week 4 friday}
  done_when_middle = the new way runs for one shop
  target_middle = {week 10 friday}
  target_end = {week 14 friday}
Ana #refunds taps "What reaches me" on "It is running"
Ana fills "What reaches me"
  reach = reflect, rounds
Emi #refunds reacts eyes to "Ana started Refunds in a day"

week 1 monday 14:05
Chidi #refunds taps "Join, or my piece" on the card
Chidi fills "Join this mission"
  piece = same-day payout with the bank
  reach = reflect, rounds
Dee #refunds taps "Join, or my piece" on the card
Dee fills "Join this mission"
  piece = the first shop
  reach = reflect, connect, rounds
Bo #refunds taps "Join, or my piece" on the card
Bo fills "Join this mission"
  piece = find where the days go
  reach = reflect, rounds
Farid #refunds taps "Join, or my piece" on the card
Farid fills "Join this mission"
  piece = the letters that we send
  reach = rounds
Ines #refunds taps "Join, or my piece" on the card
Ines fills "Join this mission"
  piece = what people say on the phone
  reach = rounds
Lou #refunds taps "Join, or my piece" on the card
Lou fills "Join this mission"
  piece = the words on the receipt
  reach = rounds
Emi #refunds: /mission follow

week 1 tuesday 16:30
Ana #refunds taps "We talked about it" on "A question for #refunds"
Bo #refunds: From our talk about today's question: does anyone open the monthly list? I fill it in and have never seen it read.
Ines #refunds answers "monthly list": I open it. Once a year.
Farid #refunds reacts joy to "Once a year"

week 1 wednesday 10:20
Dee @app taps "Write it" on "touch something you are after yourself"
Dee fills "This mission and you"
  personal = to build things that people use without noticing them
  power = showing somebody how a thing works, and seeing it click
  serves = a refund that arrives before anyone asks
  ring_power = lead
Dee fills "This mission and you"

week 1 thursday 15:30
Bo #refunds: /mission progress Followed refund 7 from end to end. The bank step takes three of its five days.
Chidi #refunds answers "Followed refund 7": Three of five? We have never looked at that step from the inside.
Bo #refunds answers "Followed refund 7": Neither had I. The times of each step are in the shared folder.
Ana #refunds reacts eyes to "Bo told progress"
Dee #refunds reacts +1 to "Bo told progress"
Ana @app taps "Answer" on "Refunds in a day"
Ana fills "Your answer"
  text = I would ask the bank before I plan around it.

week 1 friday 22:10
Bo @app taps "Answer" on "Refunds in a day"
Bo fills "Your answer"
  text = Drawing the whole way of one refund on paper. I had forgotten that I like that.

week 2 tuesday 11:20
Chidi #refunds: /mission blocked The bank's test system is closed until we have a contract number.
Ana #refunds answers "told a block": Our contracts are with Jonas in Berlin. I ask him today.
Farid #refunds reacts pray to "test system is closed"
Ana @Jonas: Jonas, do you know where our contract with the bank is? Chidi needs its number.
Jonas @Ana: In the blue folder, of course. I read it to you after lunch.

week 2 tuesday 21:40
Bo, Chidi, Dee, Farid, Ines, Lou @app taps "Answer" on "In your own words"
Bo, Chidi fills "Without your name"
  own_words = Nobody waits for money that is theirs.
Dee fills "Without your name"
  own_words = A refund that people do not have to think about. The money arrives, and nobody has to call.
Farid, Ines, Lou fills "Without your name"
  own_words = Nobody has to call us about their money.
Bo, Chidi, Dee, Farid, Ines, Lou closes

week 2 wednesday 22:30
Ana @app taps "What will the team say?" on "Without your name"
Ana fills "Your guess"
  guess = mixed
Ana, Bo, Chidi, Dee, Farid, Ines, Lou @app taps "Answer" on "Without your name"
Ana, Bo, Chidi, Farid, Lou fills "Without your name"
  mood = 4
Dee, Ines fills "Without your name"
  mood = 3
Ana, Bo, Chidi, Dee, Farid, Ines, Lou closes

week 2 thursday 10:40
Dee #refunds: /mission learned The shop prints the receipt before the refund is booked. Nobody there knew that we wait for it.
Lou #refunds answers "receipt before the refund": I can change what the receipt says. Who knows the till?
Dee #refunds answers "receipt before the refund": Kiri does.
Ana @app taps "Answer" on "This week's conversation could be"
Ana fills "Your answer"
  text = The weekly call. Farid asked twice what he could take over, and I did not hear it.

week 2 friday 12:05
Ana #refunds answers "test system is closed": Jonas found it. The number is in your inbox, Chidi.
Chidi #refunds taps "It is open again" on "test system is closed"
Bo #refunds reacts tada to "test system is closed"

week 3 tuesday 15:10
Dee #refunds taps "We talked about it" on "A question for #refunds"
Dee #refunds: We talked about today's question at the till, and ended up with this: nobody can say why a small refund needs two signatures.
Ines #refunds answers "two signatures": And four in ten calls ask the same thing: "Did you get my parcel?" We could say it before they call.
Farid #refunds answers "two signatures": That is a letter of mine. I try it this week.
Bo #refunds reacts bulb to "Did you get my parcel"

week 3 thursday 11:45
Farid #refunds: /mission progress The first letter now says on which day the money comes, and not "soon".
Ines #refunds reacts +1 to "on which day the money comes"
Lou #refunds reacts +1 to "on which day the money comes"

week 3 friday 22:20
Bo @app taps "Answer" on "Refunds in a day"
Bo fills "Your answer"
  text = I like the quiet hour before the shops open. I would ask for more of those if I dared.

week 4 monday 16:20
Ines #refunds: /mission learned People do not mind waiting a day. They mind not knowing which day.
Farid, Lou #refunds reacts 100 to "not knowing which day"

week 4 wednesday 22:30
Ana @app taps "What will the team say?" on "Without your name"
Ana fills "Your guess"
  guess = good
Ana, Bo, Chidi, Dee, Farid, Ines, Lou @app taps "Answer" on "Without your name"
Ana, Bo, Chidi, Dee, Farid, Ines, Lou fills "Without your name"
  mood = 4
Ana, Bo, Chidi, Dee, Farid, Ines, Lou closes

week 4 thursday 16:15
Chidi #refunds: /mission progress The bank has our test file. Its part takes four hours when nobody waits for the evening run.
Dee #refunds reacts eyes to "takes four hours"
Bo #refunds: /mission thanks @Dee for standing a whole Saturday at the till with me
Dee #refunds reacts heart to "whole Saturday"

week 4 friday 14:30
Ana #refunds: /mission phase
Ana fills "Close the beginning"
  reached = yes
  learned = Two of the bank's five days were our own queue.
  ahead = one shop first, and the phone from day one
Ines #refunds reacts clap to "The middle starts today"
Farid #refunds reacts clap to "The middle starts today"
Ana #general: Ten refunds followed from end to end. Two of the nine days were a queue that was ours. The rest stands in #refunds.
Jonas #general reacts eyes to "a queue that was ours"

week 5 monday 10:15
Jonas #checkout invites the app
Jonas #checkout: /mission start Two minutes to the till
Jonas fills "Start a mission"
  aspiration = Nobody leaves a full basket because of us.
  end_state = a guest pays in two minutes, on a phone, with one hand
  steer = together
  rest = write
Jonas fills "Why it matters"
  why_customers = They are on a train, and it enters a tunnel.
Jonas fills "Three phases"
  done_when_beginning = we have watched five people pay
  target_beginning = {week 8 friday}
  done_when_middle = the short form runs for guests
  target_middle = {week 11 friday}
  target_end = {week 13 friday}
Kiri #checkout: /mission join the fields that nobody needs
Chidi #checkout: /mission join the bank's page
Dee #checkout reacts raised_hands to "Jonas started"

week 5 tuesday 16:40
Ana #refunds: /mission nudges
Ana closes
Bo #refunds taps "We talked about it" on "A question for #refunds"
Kiri #checkout: /mission progress Watched my neighbour pay. She typed her street three times.
Jonas #checkout answers "three times": Three? I counted two with my father.
Kiri #checkout answers "three times": The third was for the invoice. She has none.

week 5 thursday 11:30
Dee #refunds: /mission risk
Dee fills "Try something"
  text = the first shop pays out from its own till
  expect = three calls fewer a day
  look = {week 8 thursday}
Bo #refunds answers "from its own till": I can count the calls. I have the numbers from before.
Ana @app taps "Answer" on "Refunds in a day"
Ana fills "Your answer"
  text = Being told before I ask. Dee did that today.

week 6 monday 13:10
Chidi #checkout: /mission progress The bank's page takes eleven seconds on a train. I measured it on the way in.
Jonas #checkout reacts train2 to "eleven seconds"

week 6 monday 14:20
Lou #refunds: /mission progress The receipt at the first shop says when the money comes, in one line.
Emi #refunds answers "in one line": I saw it on Saturday. I did not need to ask.

week 6 tuesday 17:05
Dee #refunds: /mission win
Dee fills "Tell a win"
  text = The first shop pays out the same day.
  gain = customers
Ana, Bo, Chidi, Ines, Farid #refunds reacts tada to "The first shop pays out the same day"
Ines #refunds answers "The first shop pays out": A man called to ask whether it was a mistake. He had his money by noon.
Ana #refunds answers "The first shop pays out": May I tell that story on Friday?
Ines #refunds answers "The first shop pays out": Please do.
Ana #refunds: /mission reflect
Ana fills "Reflect"
  text = I wanted to answer for Dee today and did not. She was better than I would have been.

week 6 wednesday 22:30
Ana @app taps "What will the team say?" on "Without your name"
Ana fills "Your guess"
  guess = good
Ana, Bo, Chidi, Dee, Farid, Ines, Lou @app taps "Answer" on "Without your name"
Ana, Bo, Dee, Ines, Lou fills "Without your name"
  mood = 4
Chidi, Farid fills "Without your name"
  mood = 5
Ana, Bo, Chidi, Dee, Farid, Ines, Lou closes

week 6 thursday 15:20
Bo #refunds: /mission reflect
Bo fills "Reflect"
  text = The second shop scares me a little. I do not know anyone there.
Bo closes
Chidi #refunds: /mission commit If the bank signs, then I will move the second shop to its day run by {week 7 friday}
Dee #refunds reacts +1 to "day run"
Ana @Bo: Thank you for counting the calls. The board understood it at once.
Ana #quiet-room: Shall we ask Dee to show the second shop how it works? I would like her to be asked, not sent.
Bo #quiet-room: Yes. She lights up when she explains it.

week 7 monday 11:40
Chidi #refunds: /mission blocked The bank signs only after its audit, and nobody says when that ends.
Farid #refunds answers "only after its audit": I know somebody there. I write to her after lunch.
Kiri #checkout: /mission learned Eleven of our fields are there for an invoice that one guest in forty wants.

week 7 monday 16:30
Ana, Bo, Chidi, Dee, Emi, Farid, Ines, Jonas, Kiri reads

week 7 tuesday 08:50
Bo #refunds: /mission progress Counted: two calls a day about refunds, where there were nine.
Dee #refunds reacts eyes to "where there were nine"
