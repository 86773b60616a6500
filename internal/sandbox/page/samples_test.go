package page_test

// cardBlocks are a card with most kinds of blocks.
const cardBlocks = `[
 {"type":"header","block_id":"title","text":{"type":"plain_text","text":"Refunds in a day"}},
 {"type":"rich_text","block_id":"after","elements":[{"type":"rich_text_section","elements":[
   {"type":"text","text":"Done when","style":{"bold":true}},{"type":"text","text":"  Nine refunds in ten reach the customer within a day, with no phone call.  "},
   {"type":"text","text":"by","style":{"bold":true}},{"type":"text","text":" Friday 15 January 2027"}]}]},
 {"type":"section","block_id":"phases","text":{"type":"mrkdwn","text":"Beginning (done Friday 30 October)  →  *Middle, you are here*  →  End","verbatim":true}},
 {"type":"section","block_id":"latest","text":{"type":"mrkdwn","text":"*Done so far*  week 7 of 14 · 1 phase · 23 steps, 6 wins, 4 lessons"},
  "accessory":{"type":"button","action_id":"read_latest","text":{"type":"plain_text","text":"Read the latest"}}},
 {"type":"rich_text","block_id":"why","elements":[
   {"type":"rich_text_section","elements":[{"type":"text","text":"Why","style":{"bold":true}}]},
   {"type":"rich_text_list","style":"bullet","elements":[
     {"type":"rich_text_section","elements":[{"type":"text","text":"For customers: their money is back before they begin to worry."}]},
     {"type":"rich_text_section","elements":[{"type":"text","text":"For us: <b>fewer</b> calls"}]}]},
   {"type":"rich_text_quote","elements":[{"type":"text","text":"The bank step takes three of its five days."}]},
   {"type":"rich_text_preformatted","elements":[{"type":"text","text":"refund 7: 5 days"}]}]},
 {"type":"divider","block_id":"line"},
 {"type":"context","block_id":"who","elements":[{"type":"mrkdwn","text":"Ana leads · Bo, Chidi, Dee and 5 more are in · serves <#C0CHECKOU1>"}]},
 {"type":"actions","block_id":"do","elements":[
   {"type":"button","action_id":"tell","style":"primary","text":{"type":"plain_text","text":"Tell a step"},"value":"m1"},
   {"type":"button","action_id":"join","text":{"type":"plain_text","text":"Join, or my piece"}},
   {"type":"button","action_id":"erase","style":"danger","text":{"type":"plain_text","text":"Erase"},
    "confirm":{"title":{"type":"plain_text","text":"Erase it?"},"text":{"type":"plain_text","text":"It is gone then."},"confirm":{"type":"plain_text","text":"Erase"},"deny":{"type":"plain_text","text":"Keep"},"style":"danger"}},
   {"type":"overflow","action_id":"more","options":[
     {"text":{"type":"plain_text","text":"Tell a win"},"value":"win"},{"text":{"type":"plain_text","text":"Say what blocks"},"value":"block"},
     {"text":{"type":"plain_text","text":"Thank someone"},"value":"thanks"}]},
   {"type":"static_select","action_id":"topic","placeholder":{"type":"plain_text","text":"More about"},"options":[
     {"text":{"type":"plain_text","text":"Entries"},"value":"entries"},{"text":{"type":"plain_text","text":"Privacy"},"value":"privacy"}]}]}
]`

// formView is a modal with every input.
const formView = `{"type":"modal","callback_id":"start","title":{"type":"plain_text","text":"Start a mission"},"submit":{"type":"plain_text","text":"Next: why"},
 "close":{"type":"plain_text","text":"Cancel"},"notify_on_close":true,"blocks":[
 {"type":"context","block_id":"for","elements":[{"type":"mrkdwn","text":"For refunds. Anyone may start a mission."}]},
 {"type":"input","block_id":"name","label":{"type":"plain_text","text":"Name"},"hint":{"type":"plain_text","text":"A few words people will say aloud."},"element":{"type":"plain_text_input","action_id":"v","max_length":80}},
 {"type":"input","block_id":"after","optional":true,"label":{"type":"plain_text","text":"What are you after?"},"element":{"type":"plain_text_input","action_id":"v","multiline":true}},
 {"type":"input","block_id":"steer","label":{"type":"plain_text","text":"Who steers it?"},"element":{"type":"radio_buttons","action_id":"v","options":[
   {"text":{"type":"plain_text","text":"I lead it"},"description":{"type":"plain_text","text":"You close its phases."},"value":"lead"},
   {"text":{"type":"plain_text","text":"We govern it together"},"description":{"type":"plain_text","text":"No lead: any member steers."},"value":"self"}]}},
 {"type":"input","block_id":"reach","optional":true,"label":{"type":"plain_text","text":"What may reach you?"},"element":{"type":"checkboxes","action_id":"v","options":[
   {"text":{"type":"mrkdwn","text":"*Reflections*"},"value":"reflect"},{"text":{"type":"plain_text","text":"Rounds"},"value":"rounds"}]}},
 {"type":"input","block_id":"by","label":{"type":"plain_text","text":"by"},"element":{"type":"datepicker","action_id":"v","initial_date":"2026-12-18"}},
 {"type":"input","block_id":"at","optional":true,"label":{"type":"plain_text","text":"Quiet from"},"element":{"type":"timepicker","action_id":"v","timezone":"Europe/Lisbon"}},
 {"type":"input","block_id":"kind","optional":true,"label":{"type":"plain_text","text":"Kind"},"element":{"type":"static_select","action_id":"v","placeholder":{"type":"plain_text","text":"Pick one"},"options":[
   {"text":{"type":"plain_text","text":"Progress"},"value":"progress"},{"text":{"type":"plain_text","text":"Win"},"value":"win"}]}},
 {"type":"input","block_id":"whom","optional":true,"label":{"type":"plain_text","text":"Whom do we want to thank?"},"element":{"type":"multi_users_select","action_id":"v","placeholder":{"type":"plain_text","text":"People"}}},
 {"type":"input","block_id":"lead","optional":true,"label":{"type":"plain_text","text":"New lead"},"element":{"type":"users_select","action_id":"v"}},
 {"type":"input","block_id":"where","optional":true,"label":{"type":"plain_text","text":"Where"},"element":{"type":"conversations_select","action_id":"v","filter":{"include":["public","private"]}}},
 {"type":"input","block_id":"note","optional":true,"label":{"type":"plain_text","text":"A note"},"element":{"type":"rich_text_input","action_id":"v"}}
]}`

const homeView = `{"type":"home","blocks":[
 {"type":"header","block_id":"today","text":{"type":"plain_text","text":"Wednesday 25 November"}},
 {"type":"section","block_id":"wait","text":{"type":"mrkdwn","text":"Your commitment is due on *Friday 27 November*"},"accessory":{"type":"button","action_id":"open_it","text":{"type":"plain_text","text":"Open"}}},
 {"type":"divider","block_id":"d"},
 {"type":"rich_text","block_id":"mine","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Refunds in a day","style":{"bold":true}},{"type":"text","text":" · Middle, week 7 of 14 · "},{"type":"text","text":"Your piece","style":{"bold":true}},{"type":"text","text":" same-day payout with the bank"}]}]},
 {"type":"actions","block_id":"row","elements":[{"type":"button","action_id":"tell","style":"primary","text":{"type":"plain_text","text":"Tell a step"}},{"type":"button","action_id":"details","text":{"type":"plain_text","text":"Details"}}]},
 {"type":"context","block_id":"c","elements":[{"type":"mrkdwn","text":"Latest win: the first shop pays out the same day (Dee)"}]}
]}`
